"""The example movement: Montpellier, 2018 to 2020 and since, replayed through the house's own actions."""

"""A hash that can be read aloud: blocks of four digits, or sixteen words of a list of 256."""

_LIST = """
abeille acier agneau aigle algue ananas anneau arbre ardoise argile armoire atelier avion avoine
bambou banane banquet barque basilic bateau beurre bijou biscuit bonnet bouchon bougie boussole
branche brebis brique brume buffet bureau cabane cactus cahier caillou camion canard canif caramel
carotte castor cerise chaise chameau chapeau chemin cheval chorale cigale cirque citron cloche
coquille corbeau corde coton coucou coussin crabe crayon cuisine dauphin dindon domino dragon
drapeau escalier facteur falaise fanfare farine faucon fenouil ferme feuille figue flamme flocon
fontaine fourmi fromage fusain galet garage gaufre genou girafe glace gomme gorille grenier
grillon guitare hamac haricot herbe hibou horloge huile iguane insecte iris ivoire jambon jardin
jasmin jonquille journal jument jungle kayak kiosque kiwi koala lagune laine lampe lanterne lapin
laurier lavande levain lilas limace lion livre losange loup lune lutin machine manteau marbre
marmite marron melon merle miel mimosa miroir moineau montagne moteur mouette moulin mousse mouton
muguet musique myrtille nappe navire neige noisette nougat nuage oasis oignon olive orange
orchestre oreille origan ortie oursin palmier panier papier parasol parfum patate pelouse perle
persil phare piano pigeon piment pinceau pirate pivoine planche plume poire poivre pomme pompier
poulain prairie prune pupitre puzzle quartier racine radis raisin ravin renard requin rideau
robinet rocher ruban ruche sable sabot safran salade sandale sapin sardine saumon savon serpent
sifflet sirop soleil soupe source souris sucre table tambour tapis tartine tilleul timbre tisane
tomate tonnerre tortue toupie tracteur tricot trompette tulipe tunnel turban vague valise vanille
vapeur velours vendange verger village violon virgule vitrine voilier voisin volcan zeste zigzag
"""
WORDS = tuple(_LIST.split())


def in_blocks(digest: str) -> str:
    """A hash of 64 hexadecimal digits, in 16 blocks of four.

    >>> in_blocks("6f3a" * 16)[:14]
    '6f3a 6f3a 6f3a'
    """
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def in_words(digest: str) -> str:
    """The first half of a hash, a word for each of its 16 bytes: 128 bits.

    Half of it is enough to tell two texts apart: to find two that share these words takes 2**64
    trials. A shorter reading would not do, for whoever writes the text can prepare both.

    >>> in_words("00ff" * 16)[:34]
    'abeille zigzag abeille zigzag abei'
    """
    return " ".join(WORDS[byte] for byte in bytes.fromhex(digest)[:16])

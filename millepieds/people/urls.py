from allauth.account.views import logout
from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp.views import deactivate_totp
from allauth.mfa.webauthn.views import EditWebAuthnView, remove_webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from millepieds.core.tongues import in_every_language
from millepieds.people.forms import KeyNameForm, ProofAgainForm
from millepieds.people.views import entering, oneself, proofs

join = login_not_required(RedirectView.as_view(pattern_name="members:join"))
keys = RedirectView.as_view(pattern_name="mfa_index")

# Names that allauth looks for. It has no page here for a password, nor for signing up.
accounts = [
    path("entrer/", entering.enter, name="account_login"),
    path("entrer/code/", entering.enter_code, name="account_confirm_login_code"),
    path("entrer/cle/", proofs.EnterByKey.as_view(), name="mfa_login_webauthn"),
    path(
        "entrer/preuve/",
        in_every_language(proofs.SecondProof.as_view()),
        name="mfa_authenticate",
    ),
    path("entrer/encore/", entering.prove_again, name="account_reauthenticate"),
    path(
        "entrer/encore/application/",
        ReauthenticateView.as_view(form_class=ProofAgainForm),
        name="mfa_reauthenticate",
    ),
    path(
        "entrer/encore/cle/", proofs.ProveAgainByKey.as_view(), name="mfa_reauthenticate_webauthn"
    ),
    path("entrer/ferme/", entering.inactive, name="account_inactive"),
    path("entrer/rejoindre/", join, name="account_signup"),
    path("sortir/", logout, name="account_logout"),
    path("moi/adresses/", oneself.addresses, name="account_email"),
    path("moi/adresses/code/", oneself.address_code, name="account_email_verification_sent"),
    path("moi/securite/", oneself.safety, name="mfa_index"),
    path("moi/securite/cles/", keys, name="mfa_list_webauthn"),
    path("moi/securite/cles/ajouter/", proofs.AddKey.as_view(), name="mfa_add_webauthn"),
    path(
        "moi/securite/cles/<int:pk>/nom/",
        EditWebAuthnView.as_view(form_class=KeyNameForm),
        name="mfa_edit_webauthn",
    ),
    path("moi/securite/cles/<int:pk>/retirer/", remove_webauthn, name="mfa_remove_webauthn"),
    path("moi/securite/application/", proofs.add_app, name="mfa_activate_totp"),
    path("moi/securite/application/retirer/", deactivate_totp, name="mfa_deactivate_totp"),
    path("moi/securite/codes/", proofs.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "moi/securite/codes/fichier/",
        proofs.recovery_codes_file,
        name="mfa_download_recovery_codes",
    ),
    path(
        "moi/securite/codes/nouveaux/", generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
]
mine = [
    path("", oneself.profile, name="profile"),
    path("accords/", oneself.consents, name="consents"),
    path("adresses/<int:pk>/devant/", oneself.put_first, name="put_first"),
    path("adresses/<int:pk>/retirer/", oneself.remove_address, name="remove_address"),
    path("visites/<int:pk>/fermer/", oneself.end_visit, name="end_visit"),
    path("visites/fermer/", oneself.close_visits, name="close_visits"),
]
urlpatterns = [path("", include(accounts)), path("moi/", include((mine, "people")))]

from django.contrib.auth.hashers import check_password, make_password


def test_passwords_are_kept_as_argon2id_of_owasps_least_strength():
    kept = make_password("ein langes Geheimnis")
    assert kept.split("$")[1:4] == ["argon2id", "v=19", "m=19456,t=2,p=1"]
    assert check_password("ein langes Geheimnis", kept)
    assert not check_password("ein anderes Geheimnis", kept)

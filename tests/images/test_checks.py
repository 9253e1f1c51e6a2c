from PIL import features

from images.checks import check_pillow


def test_complete_pillow_has_no_findings():
    assert check_pillow(None) == []


def test_missing_codec_is_an_error_with_a_hint(monkeypatch):
    monkeypatch.setattr(features, "check", lambda feature: feature != "avif")
    (finding,) = check_pillow(None)
    assert finding.id == "images.E001"
    assert finding.msg == "Pillow was built without AVIF."
    assert "wheel" in finding.hint

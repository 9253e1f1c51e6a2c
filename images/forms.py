"""The desk's forms for pictures."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from images import safety, signatures
from images.models import Image

_MIMES = ",".join(f"image/{kind.lower()}" for kind in signatures.ACCEPTED)


class ImageForm(forms.ModelForm):
    """What can be changed about a picture. Its file never can: a new file is a new picture."""

    class Meta:
        model = Image
        fields = ["title", "alt", "credit", "licence", "focal_x", "focal_y"]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
        }


class UploadForm(ImageForm):
    """A new picture. `inspected` is set when the file is acceptable and new."""

    file = forms.FileField(
        label="Picture",
        widget=forms.FileInput(attrs={"accept": _MIMES}),
        help_text="JPEG, PNG, WebP or AVIF, 1,200 pixels across or more, 25 MB at most. "
        "Readers get smaller copies without the data that cameras add.",
    )

    inspected: safety.Inspected | None = None
    field_order = ["file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        megabytes = safety.max_bytes() / (1024 * 1024)
        self.fields["file"].help_text = self.fields["file"].help_text.replace("25 MB", f"{megabytes:g} MB")

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        try:
            self.inspected = safety.inspect(file)
        except safety.Refused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from None
        known = Image.objects.filter(content_hash=self.inspected.content_hash).first()
        if known:
            raise forms.ValidationError(_known(known), code="known")
        return file


def _known(image: Image) -> str:
    state = "It is retired: take it back instead of uploading it again." if image.retired_at else "Use that one."
    return f"This picture is in the library already, as “{image.title}” (number {image.pk}). {state}"

"""The desk's pages for pictures."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify

from images import library, picking, pictures, uses
from images.enums import Format, Kind
from images.forms import ImageForm, UploadForm
from images.models import Image, Rendition
from images.plan import PORTRAIT_SIDES

_NOT_READY = "in the making"


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    """Pictures are retired, never deleted: any revision of any text may use them."""

    form = ImageForm
    list_display = ["thumbnail", "title", "alt", "dimensions", "created_by", "created_at", "retired_at"]
    list_display_links = ["thumbnail", "title"]
    list_filter = ["created_at", ("retired_at", admin.EmptyFieldListFilter)]
    list_select_related = ["created_by"]
    list_per_page = 50
    search_fields = ["title", "alt", "credit"]
    actions = ["retire", "take_back"]
    readonly_fields = ["preview", "used_in", "dimensions", "created_by", "created_at", "retired_at", "original_file"]

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Image | None = None, **kwargs: Any) -> type[ImageForm]:
        return super().get_form(request, obj, **kwargs, **({} if obj else {"form": UploadForm}))

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> list[str]:
        preview, used_in, *facts = self.readonly_fields
        return [preview, used_in, *ImageForm.Meta.fields, *facts] if obj else ["file", *ImageForm.Meta.fields]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        squares = Rendition.objects.filter(kind=Kind.SQUARE, format=Format.JPEG, width__lte=PORTRAIT_SIDES[0])
        return super().get_queryset(request).prefetch_related(Prefetch("renditions", squares, to_attr="thumbnails"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Image | None:
        """With the `places` where it is used, as far as the person may know them."""
        image = super().get_object(request, object_id, from_field)
        if image:
            image.places = uses.of([image.pk], request.user)[image.pk]
        return image

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        found, duplicates = super().get_search_results(request, queryset, term)
        # Fields that choose a picture ask here; the list itself shows the retired ones too.
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            found = found.available()
        return found, duplicates

    def save_model(self, request: HttpRequest, obj: Image, form: ImageForm, change: bool) -> None:
        if change:
            library.save(obj)
            return
        words = {name: form.cleaned_data[name] for name in ("title", "alt", "credit", "licence")}
        focal = (form.cleaned_data["focal_x"], form.cleaned_data["focal_y"])
        added = library.add(form.cleaned_data["file"], **words, focal=focal, by=request.user, inspected=form.inspected)
        # The admin goes on with the object that it made for the form.
        obj.pk = added.pk
        obj.refresh_from_db()

    @admin.display(description="picture")
    def thumbnail(self, image: Image) -> str:
        if not image.thumbnails:
            return _NOT_READY
        square = image.thumbnails[0]
        return _img(square.file.url, square.width, square.height, image.alt)

    @admin.display(description="picture")
    def preview(self, image: Image) -> str:
        picture = pictures.pictures([image.pk]).get(image.pk)
        if picture is None:
            return f"{_NOT_READY}; look again in a moment"
        width = min(picture.width, 400)
        return _img(picture.src, width, round(picture.height * width / picture.width), image.alt)

    @admin.display(description="used in")
    def used_in(self, image: Image) -> str:
        if not image.places:
            return "nothing yet"
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} ({})</li>", map(_place, image.places)))

    @admin.display(description="size in pixels", ordering="width")
    def dimensions(self, image: Image) -> str:
        return f"{image.width:,} × {image.height:,}"

    @admin.display(description="original")
    def original_file(self, image: Image) -> str:
        address = reverse("admin:images_image_original", args=[image.pk])
        return format_html('<a href="{}">Download the file as it was uploaded</a>', address)

    @admin.action(description="Retire: no longer offer for new places", permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        for image in queryset:
            library.retire(image)
        self.message_user(request, "Retired. Wherever they are used, they stay.", messages.SUCCESS)

    @admin.action(description="Take back retired pictures", permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        for image in queryset:
            library.take_back(image)
        self.message_user(request, "Offered to writers again.", messages.SUCCESS)

    def get_urls(self) -> list:
        own = [
            ("<int:image_id>/original/", self.original_view, "original"),
            ("<int:image_id>/focal/", picking.move_focal_point, "focal"),
            ("library/", picking.choose, "library"),
            ("upload/", picking.take_in, "upload"),
        ]
        wrap = self.admin_site.admin_view
        return [path(p, wrap(view), name=f"images_image_{name}") for p, view, name in own] + super().get_urls()

    def original_view(self, request: HttpRequest, image_id: int) -> FileResponse:
        """The uploaded file, for staff: always as a download, never as something that a browser would interpret."""
        image = self.get_object(request, str(image_id))
        if not self.has_view_permission(request, image):
            raise PermissionDenied
        if image is None:
            raise Http404
        try:
            file = image.original.storage.open(image.original.name)
        except FileNotFoundError:
            raise Http404("The original is missing from the storage.") from None
        name = f"{slugify(image.title) or 'picture'}-{image.pk}.{image.original.name.rpartition('.')[2]}"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")


def _place(use: uses.Use) -> tuple[str, str]:
    title = format_html('<a href="{}">{}</a>', use.url, use.title) if use.url else use.title
    return title, use.what


def _img(address: str, width: int, height: int, alt: str) -> str:
    return format_html('<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">', address, width, height, alt)

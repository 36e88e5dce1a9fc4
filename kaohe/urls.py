"""The root of all addresses; the pages have their own table. Django looks for the pages of errors here and nowhere else."""

from django.urls import include, path

from kaohe.web.views import refusals

urlpatterns = [path("", include("kaohe.web.urls"))]

handler400 = refusals.bad_request
handler403 = refusals.forbidden
handler404 = refusals.not_found
handler500 = refusals.broken

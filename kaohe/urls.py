"""The root of all addresses; the pages have their own table."""

from django.urls import include, path

urlpatterns = [path("", include("kaohe.web.urls"))]

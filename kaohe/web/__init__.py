"""The pages: views are doormen, shapes say what a page shows, templates only print."""

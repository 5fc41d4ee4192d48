"""Where a page is read: learners and visitors are served by the site's own routes, never by Wagtail's."""

from typing import Any

from django.urls import NoReverseMatch, reverse


class OnOwnRoute:
    """A page whose address is a named route. `route` says which, or None while it has none."""

    def route(self) -> tuple[str, tuple[str, ...]] | None:
        """Name and arguments of the page's route."""
        raise NotImplementedError

    def get_url_parts(self, request: Any = None) -> tuple[int, str | None, str | None] | None:
        """Site, root address and path, as Wagtail asks for them. "View live" and page links point here."""
        sites = self._get_relevant_site_root_paths(request)  # type: ignore[attr-defined]  # of Wagtail's Page
        if not sites:
            return None
        site_id, _root_path, root_url, _language = sites[0]
        route = self.route()
        try:
            path = reverse(route[0], args=route[1]) if route else None
        except NoReverseMatch:  # a slug that no address can hold, for instance in a draft
            path = None
        return (site_id, root_url, path) if path else (site_id, None, None)

    def make_preview_request(self, *args: Any, **kwargs: Any) -> Any:
        """The preview, allowed in a frame of the editor.

        It is made like a page for learners, with their strict policy; only that no frame may hold it is loosened.
        """
        response = super().make_preview_request(*args, **kwargs)  # type: ignore[misc]  # of Wagtail's Page
        name, policy = "Content-Security-Policy", response.headers.get("Content-Security-Policy", "")
        if policy:
            response.headers[name] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        return response

using Microsoft.AspNetCore.Http;

namespace Orchestrator.Technicians.Viewer;

/// <summary>What every answer of the page says: nothing from elsewhere runs in it, nothing embeds it, nothing of it is kept.</summary>
internal static class PageHeaders
{
    public static void Set(HttpResponse response, string socketSource)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self'; img-src data: blob:; connect-src {socketSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}

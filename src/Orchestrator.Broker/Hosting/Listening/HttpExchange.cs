using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orchestrator.Abstractions;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>Kestrel's request as a transport's accepting half sees it.</summary>
internal sealed class HttpExchange(HttpContext context) : IHttpExchange
{
    public string Method => context.Request.Method;

    public string Path => context.Request.Path.Value ?? "";

    public string Query => context.Request.QueryString.Value ?? "";

    public bool CanUpgrade => context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };

    public Stream RequestBody => context.Request.Body;

    public Stream ResponseBody => context.Response.Body;

    /// <summary>Several lines of one header count as one, joined by commas, as HTTP says.</summary>
    public string? Header(string name) => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public void SetStatus(int status) => context.Response.StatusCode = status;

    public void SetHeader(string name, string value) => context.Response.Headers[name] = value;

    public async ValueTask<Stream> UpgradeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var feature = context.Features.Get<IHttpUpgradeFeature>()
            ?? throw new InvalidOperationException("This request can't be upgraded; CanUpgrade says so.");
        return await feature.UpgradeAsync();
    }
}

using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A transport behind its gateway; one without raw links has no ALPN names, and one whose links are one request each serves no other.</summary>
internal sealed class GuardedTransport(ITransport plugin, PluginGateway gateway) : GuardedPlugin<ITransport>(plugin, gateway), ITransport, IAlpnTransport, IManyRequestTransport
{
    private const int LongestAlpn = 64;

    private static readonly PluginCall<(IManyRequestTransport Plugin, IHttpExchange Exchange), bool> Serving =
        new(nameof(ServeAsync), (given, token) => given.Plugin.ServeAsync(given.Exchange, token)) { OnCaller = true, ForStranger = true };

    /// <summary>True when a link of it may span several requests.</summary>
    public bool SpansRequests => Plugin is IManyRequestTransport;

    /// <inheritdoc />
    public TransportTraits Traits =>
        Gateway.Call(
            nameof(Traits),
            Plugin,
            static plugin => plugin.Traits,
            static traits => traits is { Name.Length: > 0 and <= 32, Path: ['/', ..] } ? null : "a name of 1 to 32 characters and a path that begins with / are needed");

    /// <inheritdoc />
    public IReadOnlyList<string> Alpn =>
        Plugin is IAlpnTransport raw
            ? Gateway.Call(
                nameof(Alpn),
                raw,
                static plugin => plugin.Alpn?.ToArray() ?? [],
                static names => names.Length > 0 && names.All(IsAlpn) ? null : "one or more names of 1 to 64 printable ASCII characters are needed, none of them of HTTP")
            : [];

    /// <inheritdoc />
    public async ValueTask<ITransportLink> ConnectAsync(TransportTarget target, IDialer dialer, CancellationToken cancellationToken)
    {
        var link = await Gateway.CallAsync(
            nameof(ConnectAsync),
            PluginBudgets.Connect,
            token => Plugin.ConnectAsync(target, dialer, token),
            cancellationToken,
            opened => opened is null ? "null instead of a link" : null,
            Drop).ConfigureAwait(false);
        return new GuardedTransportLink(link, Gateway);
    }

    /// <inheritdoc />
    public ValueTask<ITransportLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken) =>
        AcceptAsync(token => Plugin.AcceptAsync(exchange, token), cancellationToken);

    /// <summary>Null also where the plugin has no raw links.</summary>
    public ValueTask<ITransportLink?> AcceptAsync(Stream connection, CancellationToken cancellationToken) =>
        Plugin is IAlpnTransport raw ? AcceptAsync(token => raw.AcceptAsync(connection, token), cancellationToken) : default;

    /// <summary>False also where the plugin's links are one request each.</summary>
    public ValueTask<bool> ServeAsync(IHttpExchange exchange, CancellationToken cancellationToken) =>
        Plugin is IManyRequestTransport many
            ? Gateway.CallAsync(Serving, (many, exchange), Timeout.InfiniteTimeSpan, cancellationToken)
            : ValueTask.FromResult(false);

    private async ValueTask<ITransportLink?> AcceptAsync(Func<CancellationToken, ValueTask<ITransportLink?>> accept, CancellationToken cancellationToken)
    {
        var link = await Gateway.CallAsync(nameof(AcceptAsync), PluginBudgets.Connect, accept, cancellationToken, discard: Drop, forStranger: true).ConfigureAwait(false);
        return link is null ? null : new GuardedTransportLink(link, Gateway);
    }

    private static bool IsAlpn(string? name) =>
        name is { Length: > 0 and <= LongestAlpn }
        && name.All(letter => letter is > ' ' and <= '~')
        && name is not ("h2" or "h2c" or "h3")
        && !name.StartsWith("http/", StringComparison.OrdinalIgnoreCase);

    private static void Drop(ITransportLink? late) => _ = late?.DisposeAsync().AsTask();
}

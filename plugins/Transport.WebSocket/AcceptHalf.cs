using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.WebSocket;

/// <summary>The broker's upgrade: answers one request with 101, or with an error and no link.</summary>
internal static class AcceptHalf
{
    /// <summary>Upgrades.</summary>
    /// <returns>The stream at its first WebSocket frame; null when the request was refused.</returns>
    public static async ValueTask<Stream?> UpgradeAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        var key = exchange.Header("Sec-WebSocket-Key");
        if (exchange.Method != "GET")
            return Refuse(exchange, 405);
        if (exchange.Header("Origin") is not null)
            return Refuse(exchange, 403);
        if (!exchange.CanUpgrade || !HasToken(exchange, "Connection", "upgrade") || !HasToken(exchange, "Upgrade", "websocket"))
            return Refuse(exchange, 426);
        if (exchange.Header("Sec-WebSocket-Version") != Upgrade.Version)
        {
            exchange.SetHeader("Sec-WebSocket-Version", Upgrade.Version);
            return Refuse(exchange, 426);
        }

        if (!Upgrade.IsKey(key) || !HasToken(exchange, "Sec-WebSocket-Protocol", Upgrade.Protocol))
            return Refuse(exchange, 400);
        exchange.SetHeader("Connection", "Upgrade");
        exchange.SetHeader("Upgrade", "websocket");
        exchange.SetHeader("Sec-WebSocket-Accept", Upgrade.Accept(key!));
        exchange.SetHeader("Sec-WebSocket-Protocol", Upgrade.Protocol);
        return await exchange.UpgradeAsync(cancellationToken).ConfigureAwait(false);
    }

    // A browser names its Origin, our programs never do: no page in somebody's browser can speak to the broker here.
    private static Stream? Refuse(IHttpExchange exchange, int status)
    {
        exchange.SetStatus(status);
        return null;
    }

    private static bool HasToken(IHttpExchange exchange, string header, string token) =>
        exchange.Header(header)?.Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.OrdinalIgnoreCase) ?? false;
}

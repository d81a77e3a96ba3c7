using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.WebSocket;

/// <summary>The broker's upgrade: answers one request with 101, or with an error and no link.</summary>
internal static class AcceptHalf
{
    /// <summary>Upgrades, and answers the first ping.</summary>
    /// <returns>The stream at the endpoint's next WebSocket frame; null when the request was refused, or nobody pinged.</returns>
    public static async ValueTask<Stream?> UpgradeAsync(IHttpExchange exchange, TimeProvider time, CancellationToken cancellationToken)
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
        var stream = await exchange.UpgradeAsync(cancellationToken).ConfigureAwait(false);
        if (await IsPingedAsync(stream, time, cancellationToken).ConfigureAwait(false))
            return stream;
        await stream.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    private static async Task<bool> IsPingedAsync(Stream stream, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LinkLimits.FirstPing, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await FirstPing.AnswerAsync(stream, limit.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            return false;
        }
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

using System.Collections.Concurrent;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>
/// The broker's half. The first request begins a link and is answered at once with a hello; the second one joins it by its id, and its probe is sent back.
/// Who guesses an id joins a link whose handshake then fails, and nothing more. Callable for many requests at once.
/// </summary>
internal sealed class AcceptHalf(TimeProvider time)
{
    private readonly ConcurrentDictionary<LinkId, Half> links = new();
    private int waiting;

    /// <summary>Begins a link, and waits for its second request.</summary>
    /// <returns>Null when there is none.</returns>
    public async ValueTask<HttpStreamLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        if (Objection(exchange, out var id) is { } status)
            return Refuse(exchange, status);
        try
        {
            if (Interlocked.Increment(ref waiting) > LinkLimits.Halves)
                return Refuse(exchange, 503);
            var half = new Half(exchange, () => links.TryRemove(id, out _));
            return links.TryAdd(id, half) ? await JoinAsync(exchange, half, cancellationToken).ConfigureAwait(false) : Refuse(exchange, 409);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Serves a request of a link that was begun; false when there is no such link.</summary>
    public async ValueTask<bool> ServeAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        if (!LinkId.TryRead(exchange.Query, out var id) || !links.TryGetValue(id.Value, out var half))
            return false;
        if (exchange.Header("Origin") is not null)
            exchange.SetStatus(403);
        else if (half.IsFirst(exchange) || (exchange.Method == "POST" && half.TryJoin(exchange)))
            await half.StayAsync(cancellationToken).ConfigureAwait(false);
        else
            exchange.SetStatus(409);
        return true;
    }

    // A browser names its Origin where it sends something, our programs never do.
    private static int? Objection(IHttpExchange exchange, out LinkId id)
    {
        id = LinkId.TryRead(exchange.Query, out var read) ? read.Value : default;
        if (exchange.Header("Origin") is not null)
            return 403;
        return (exchange.Method, read) switch
        {
            ("GET", null) => 400,
            ("GET", _) => null,
            ("POST", not null) => 404,
            ("POST", null) => 400,
            _ => 405,
        };
    }

    private async ValueTask<HttpStreamLink?> JoinAsync(IHttpExchange exchange, Half half, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LinkLimits.Join, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token, half.Broken);
        try
        {
            exchange.SetHeader("Content-Type", Requests.ContentType);
            exchange.SetHeader("Cache-Control", Requests.CacheControl);
            exchange.SetHeader("X-Accel-Buffering", "no");
            await half.SendAsync(Piece.Hello, limit.Token).ConfigureAwait(false);
            await half.JoinedAsync(limit.Token).ConfigureAwait(false);
            _ = await Piece.ExpectAsync(half.Incoming, PieceKind.Hello, limit.Token).ConfigureAwait(false);
            var probe = await Piece.ExpectAsync(half.Incoming, PieceKind.Probe, limit.Token).ConfigureAwait(false);
            await half.SendAsync(Piece.Of(PieceKind.Echo, probe), limit.Token).ConfigureAwait(false);
            return new HttpStreamLink(half, time);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or OperationCanceledException)
        {
            await half.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static HttpStreamLink? Refuse(IHttpExchange exchange, int status)
    {
        exchange.SetStatus(status);
        return null;
    }
}

using System.Collections.Concurrent;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>
/// The broker's half: finds the link of a request by its id. Who guesses an id disturbs a link as anybody on its way could, and gains nothing. Callable for
/// many requests at once.
/// </summary>
internal sealed class AcceptHalf(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, AcceptedLink> links = new(StringComparer.Ordinal);

    /// <summary>Begins a link with its first request that sends; <see cref="ServeAsync"/> answers it.</summary>
    /// <returns>Null when there is none.</returns>
    public async ValueTask<AcceptedLink?> AcceptAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        var isTarget = PollTarget.TryRead(exchange.Query, out var target);
        var status = (exchange.Method, exchange.Header("Origin"), isTarget) switch
        {
            (_, not null, _) => 403,
            ("GET" or "POST", _, false) => 400,
            ("GET" or "POST", _, true) => 404,
            _ => 405,
        };
        if (status == 404 && exchange.Method == "POST" && target!.Value is { Sequence: 0, Id: var id })
        {
            var link = new AcceptedLink(time, () => links.TryRemove(id, out _));
            if (links.TryAdd(id, link))
                return link;
        }

        exchange.SetStatus(status);
        if (status == 404)
            await Answers.SendAsync(exchange, BodyKind.Gone, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Serves a request of a link; false when there is no such link.</summary>
    public async ValueTask<bool> ServeAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        if (!PollTarget.TryRead(exchange.Query, out var target) || !links.TryGetValue(target.Value.Id, out var link))
            return false;
        if (exchange.Header("Origin") is not null)
            exchange.SetStatus(403);
        else if (exchange.Method == "GET")
            await link.Down.ServeAsync(exchange, target.Value.Sequence, cancellationToken).ConfigureAwait(false);
        else if (exchange.Method == "POST")
            await link.Up.ServeAsync(exchange, target.Value.Sequence, cancellationToken).ConfigureAwait(false);
        else
            exchange.SetStatus(405);
        return true;
    }
}

using Akka.Actor;
using Akka.Event;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Links;

/// <summary>
/// Takes a session up again after a lost link: dials at once, then with growing pauses, and asks the broker, until it answers or the token ends it. Why an
/// attempt failed doesn't matter here: the grace is the limit.
/// </summary>
internal sealed class Redialer(Func<CancellationToken, Task<LinkConnection>> dial, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AttemptTime = TimeSpan.FromSeconds(10);

    private TimeSpan _pause = TimeSpan.Zero;

    /// <summary>Goes on with the session of this link.</summary>
    /// <param name="link">Has no connection at present.</param>
    /// <param name="next">A connection that is there already, for the first attempt.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<LinkResumption> ResumeAsync(IResumableLink link, LinkConnection? next, CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = next ?? await DialAsync(cancellationToken).ConfigureAwait(false);
            next = null;
            var run = link.RunAsync(connection, cancellationToken);
            switch (await AskAsync(link, connection, run, cancellationToken).ConfigureAwait(false))
            {
                case BrokerToBoth.SessionResumed:
                    return new LinkResumption.Done(connection, run);
                case BrokerToBoth.Refused refused:
                    await connection.DisposeAsync().ConfigureAwait(false);
                    return new LinkResumption.Refused(refused.Code, refused.Sentence);
                default:
                    link.Detach();
                    await connection.DisposeAsync().ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    break;
            }
        }
    }

    private async Task<LinkMessage?> AskAsync(IResumableLink link, LinkConnection connection, Task<LinkOutcome> run, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AttemptTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var answering = link.ResumeAsync(connection, either.Token);
        if (await Task.WhenAny(answering, run).ConfigureAwait(false) != answering)
        {
            await either.CancelAsync().ConfigureAwait(false);
        }

        try
        {
            return await answering.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<LinkConnection> DialAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(false);
            _pause = _pause == TimeSpan.Zero ? FirstPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            using var limit = new CancellationTokenSource(AttemptTime, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                return await dial(either.Token).ConfigureAwait(false);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The network may be back in a moment.
            }
        }
    }
}

/// <summary>An end's way to its broker, over one connection after the other.</summary>
internal interface IResumableLink
{
    /// <summary>Reads until the connection ends.</summary>
    Task<LinkOutcome> RunAsync(LinkConnection link, CancellationToken cancellationToken);

    /// <summary>Takes the session up on a connection that is read already; completes with the broker's answer.</summary>
    Task<LinkMessage> ResumeAsync(LinkConnection link, CancellationToken cancellationToken);

    /// <summary>There is no connection any more: nothing goes out, nothing is taken.</summary>
    void Detach();
}

/// <summary>What came of it; told to the actor that owns the link.</summary>
internal abstract record LinkResumption : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>The session goes on here.</summary>
    public sealed record Done(LinkConnection Connection, Task<LinkOutcome> Run) : LinkResumption;

    /// <summary>The broker doesn't let it.</summary>
    public sealed record Refused(string Code, string Sentence) : LinkResumption;

    /// <summary>The owner was stopped before.</summary>
    public sealed record Stopped : LinkResumption;
}

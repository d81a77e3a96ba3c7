using System.Buffers;
using System.Threading.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Composition;

/// <summary>Questions to the broker outside any session, one after the other, on a link of their own.</summary>
internal sealed class BrokerTalk : ILinkReceiver, IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);

    private readonly Channel<LinkMessage> _answers = Channel.CreateBounded<LinkMessage>(4);
    private readonly CancellationTokenSource _stop = new();
    private readonly LinkConnection _link;
    private readonly TimeProvider _time;
    private readonly Task<LinkOutcome> _running;

    private BrokerTalk(LinkConnection link, TimeProvider time)
    {
        _link = link;
        _time = time;
        _running = link.RunAsync(this, _stop.Token);
    }

    /// <summary>Takes over a link that was just established.</summary>
    public static BrokerTalk Over(LinkConnection link, TimeProvider time) => new(link, time);

    /// <summary>Says something and waits for the answer.</summary>
    /// <exception cref="ConsoleException">Refused, another answer, none in time, or the link broke.</exception>
    public async Task<T> AskAsync<T>(LinkMessage question, CancellationToken cancellationToken)
        where T : LinkMessage
    {
        await _link.SendAsync(question).ConfigureAwait(false);
        return await AnswerAsync(cancellationToken).ConfigureAwait(false) switch
        {
            T answer => answer,
            BrokerToBoth.Refused refused => throw new ConsoleException(refused.Code, ExitCode.Refused, refused.Sentence),
            var other => throw new ConsoleException("SERVER_FAULT", ExitCode.Unproven, $"The server answered with {other.Type}; this version doesn't understand it."),
        };
    }

    /// <summary>Says good-bye.</summary>
    public async ValueTask DisposeAsync()
    {
        await _link.CloseAsync(CloseReason.Finished).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken) =>
        message is BrokerToBoth.Heartbeat || _answers.Writer.TryWrite(message) ? default : new(LinkOutcome.Violation("answers that nobody asked for"));

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken) =>
        new(LinkOutcome.Violation("a record of a session outside any session"));

    private async Task<LinkMessage> AnswerAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var answer = _answers.Reader.ReadAsync(either.Token).AsTask();
            return await Task.WhenAny(answer, _running).ConfigureAwait(false) == answer || answer.IsCompletedSuccessfully
                ? await answer.ConfigureAwait(false)
                : throw new ConsoleException("LINK_LOST", ExitCode.Unreachable, "The connection to the server broke before it answered. Try again.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConsoleException("TIMEOUT", ExitCode.Unreachable, "The server didn't answer in time. Try again.");
        }
    }
}

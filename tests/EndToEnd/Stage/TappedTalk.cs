using System.Buffers;
using System.Threading.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>Questions to the broker, one after the other, over one tapped link.</summary>
internal sealed class TappedTalk : ILinkReceiver, IAsyncDisposable
{
    private readonly Channel<LinkMessage> _answers = Channel.CreateUnbounded<LinkMessage>();
    private readonly LinkConnection _link;

    public TappedTalk(LinkConnection link)
    {
        _link = link;
        _ = link.RunAsync(this, CancellationToken.None);
    }

    /// <summary>Over a new link.</summary>
    public static async Task<TappedTalk> BeginAsync(ConsoleLines lines) => new(await lines.DialAsync(CancellationToken.None));

    /// <summary>Says something and waits for the answer.</summary>
    public async Task<LinkMessage> AskAsync(LinkMessage question)
    {
        await _link.SendAsync(question);
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        return await _answers.Reader.ReadAsync(limit.Token);
    }

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        if (message is not BrokerToBoth.Heartbeat)
        {
            _answers.Writer.TryWrite(message);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _link.CloseAsync(CloseReason.Finished);
        await _link.DisposeAsync();
    }
}

using System.IO.Pipelines;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Files;

namespace Orchestrator.QuickSupport.Pumps.Files;

/// <summary>Sends the one file that the operator handed over; if it isn't the same any more, nothing of it counts.</summary>
internal sealed class SendFilePump(OperatorFiles files, FileOffer offer, string path) : IChannelPump
{
    /// <inheritdoc/>
    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        var stream = new MessageStream(channel, ProtocolLimits.MaxBulkPayload);
        try
        {
            if (!await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
                return PumpEnds.Cut;
            await using var content = files.OpenForReading(path);
            using var sender = new FileSender(offer, content);
            return await SendAsync(stream, sender, gate, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await stream.WriteAsync(FileMessageCodec.Encode(new FileMessages.Abort(FileFailure.Unreadable.Code, e.Message)), cancellationToken).ConfigureAwait(false);
            return new PumpEnd(PumpOutcome.Failed, e.Message);
        }
        catch (InvalidDataException e)
        {
            return new PumpEnd(PumpOutcome.Violation, e.Message);
        }
        catch (OperationCanceledException)
        {
            return PumpEnds.Cut;
        }
        finally
        {
            await stream.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask QuiesceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<PumpEnd> SendAsync(MessageStream stream, FileSender sender, ChannelGate gate, CancellationToken cancellationToken)
    {
        while (await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
        {
            var next = await sender.NextAsync(cancellationToken).ConfigureAwait(false);
            if (next is not null)
            {
                if (!await stream.WriteAsync(FileMessageCodec.Encode(next), cancellationToken).ConfigureAwait(false))
                    return PumpEnds.Cut;
                continue;
            }

            if (sender.Progress == FileProgress.Done)
                return new PumpEnd(PumpOutcome.Done, File: offer);
            if (sender.Progress == FileProgress.Failed)
                return new PumpEnd(PumpOutcome.Failed, sender.Failure!.Sentence);
            if (await stream.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } bytes)
                return PumpEnds.Cut;
            if (FileMessageCodec.Decode(bytes, out var fault) is not { } message)
                return new PumpEnd(PumpOutcome.Violation, $"a file message: {fault}");
            sender.Receive(message);
        }

        return PumpEnds.Cut;
    }
}

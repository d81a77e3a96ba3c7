using System.IO.Pipelines;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Files;

namespace Orchestrator.QuickSupport.Pumps.Files;

/// <summary>Receives the one file that the operator agreed to, at the place that he agreed to.</summary>
internal sealed class ReceiveFilePump(OperatorFiles files, FileOffer offer, string path) : IChannelPump
{
    /// <inheritdoc/>
    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        var stream = new MessageStream(channel, ProtocolLimits.MaxBulkPayload);
        try
        {
            if (!await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
                return PumpEnds.Cut;
            var target = SafeFileTarget.Create(files, offer, path);
            using var receiver = new FileReceiver(offer, files.MaxBytes, target);
            try
            {
                return await ReceiveAsync(stream, receiver, gate, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // Does nothing once the file is whole; in every other case nothing of it stays.
                await receiver.CancelAsync(FileFailure.Unwritable).ConfigureAwait(false);
            }
        }
        catch (IOException e)
        {
            await stream.WriteAsync(FileMessageCodec.Encode(new FileMessages.Abort(FileFailure.Unwritable.Code, e.Message)), cancellationToken).ConfigureAwait(false);
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

    private static async Task<PumpEnd> ReceiveAsync(MessageStream stream, FileReceiver receiver, ChannelGate gate, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(cancellationToken).ConfigureAwait(false) is { } bytes)
        {
            if (FileMessageCodec.Decode(bytes, out var fault) is not { } message)
                return new PumpEnd(PumpOutcome.Violation, $"a file message: {fault}");
            if (!await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
                return PumpEnds.Cut;
            foreach (var answer in await receiver.ReceiveAsync(message, cancellationToken).ConfigureAwait(false))
                await stream.WriteAsync(FileMessageCodec.Encode(answer), cancellationToken).ConfigureAwait(false);
            if (receiver.Progress == FileProgress.Done)
                return new PumpEnd(PumpOutcome.Done, File: receiver.File);
            if (receiver.Progress == FileProgress.Failed)
                return new PumpEnd(PumpOutcome.Failed, receiver.Failure!.Sentence);
        }

        return PumpEnds.Cut;
    }
}

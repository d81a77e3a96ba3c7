using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Files;

namespace Orchestrator.QuickSupport.Pumps.Files;

/// <summary>Receives the one file that the operator agreed to, at the place that he agreed to.</summary>
internal sealed class ReceiveFilePump(OperatorFiles files, FileOffer offer, string path) : FilePump
{
    /// <inheritdoc/>
    protected override async Task<PumpEnd> MoveAsync(FileWire wire, ChannelGate gate, CancellationToken cancellationToken)
    {
        if (!await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
            return Cut;
        var target = SafeFileTarget.Create(files, offer, path);
        using var receiver = new FileReceiver(offer, files.MaxBytes, target);
        try
        {
            return await ReceiveAsync(wire, receiver, gate, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Does nothing once the file is whole; in every other case nothing of it stays.
            await receiver.CancelAsync(FileFailure.Unwritable).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<PumpEnd> UnusableAsync(FileWire wire, Exception problem, CancellationToken cancellationToken)
    {
        await wire.WriteAsync(new FileMessages.Abort(FileFailure.Unwritable.Code, problem.Message), cancellationToken).ConfigureAwait(false);
        return new PumpEnd(PumpOutcome.Failed, problem.Message);
    }

    private static async Task<PumpEnd> ReceiveAsync(FileWire wire, FileReceiver receiver, ChannelGate gate, CancellationToken cancellationToken)
    {
        while (await wire.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (!await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
                return Cut;
            foreach (var answer in await receiver.ReceiveAsync(message, cancellationToken).ConfigureAwait(false))
                await wire.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
            if (receiver.Progress == FileProgress.Done)
                return new PumpEnd(PumpOutcome.Done, File: receiver.File);
            if (receiver.Progress == FileProgress.Failed)
                return new PumpEnd(PumpOutcome.Failed, receiver.Failure!.Sentence);
        }

        return Cut;
    }
}

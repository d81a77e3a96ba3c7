using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Files;

namespace Orchestrator.QuickSupport.Pumps.Files;

/// <summary>Sends the one file that the operator handed over; if it isn't the same any more, nothing of it counts.</summary>
internal sealed class SendFilePump(OperatorFiles files, FileOffer offer, string path) : FilePump
{
    /// <inheritdoc/>
    protected override async Task<PumpEnd> MoveAsync(FileWire wire, ChannelGate gate, CancellationToken cancellationToken)
    {
        if (!await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
            return Cut;
        await using var content = files.OpenForReading(path);
        using var sender = new FileSender(offer, content);
        while (await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await sender.NextAsync(cancellationToken).ConfigureAwait(false) is { } next)
            {
                if (!await wire.WriteAsync(next, cancellationToken).ConfigureAwait(false))
                    return Cut;
                continue;
            }

            if (sender.Progress == FileProgress.Done)
                return new PumpEnd(PumpOutcome.Done, File: offer);
            if (sender.Progress == FileProgress.Failed)
                return new PumpEnd(PumpOutcome.Failed, sender.Failure!.Sentence);
            if (await wire.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } message)
                return Cut;
            sender.Receive(message);
        }

        return Cut;
    }

    /// <inheritdoc/>
    protected override async ValueTask<PumpEnd> UnusableAsync(FileWire wire, Exception problem, CancellationToken cancellationToken)
    {
        await wire.WriteAsync(new FileMessages.Abort(FileFailure.Unreadable.Code, problem.Message), cancellationToken).ConfigureAwait(false);
        return new PumpEnd(PumpOutcome.Failed, problem.Message);
    }
}

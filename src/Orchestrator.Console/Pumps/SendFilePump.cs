using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Pumps;

/// <summary>
/// A file to the instrument, under credit, exactly as it was hashed before it was offered. Whether it is whole there, the instrument says: its event
/// may overtake the last confirmation on the channel.
/// </summary>
internal sealed class SendFilePump(FileOffer? agreed, FilePlan? plan, Action<Notice> tell) : FilePump, IFilePump
{
    private readonly FileProgressTeller _progress = new(Capability.SendFile, tell);

    public Task<Transfer> Result => _progress.Result;

    public void Completed() => _progress.Done();

    public void Fail(string sentence) => _progress.Fail(sentence);

    protected override async Task<PumpEnd> MoveAsync(FileWire wire, ChannelGate gate, CancellationToken cancellationToken)
    {
        if (agreed is null || plan?.Offer is not { } offer || offer.Size != agreed.Size || offer.Sha256 != agreed.Sha256)
        {
            return _progress.Failed("The instrument opened a channel for another file than the one that was offered.");
        }

        _progress.File = agreed;
        await using var content = new FileStream(plan.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, useAsync: true);
        using var sender = new FileSender(agreed, content);
        return await MoveAsync(sender, wire, cancellationToken).ConfigureAwait(false);
    }

    protected override ValueTask<PumpEnd> UnusableAsync(FileWire wire, Exception problem, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_progress.Failed(FileFailure.Unreadable.Sentence));

    private async Task<PumpEnd> MoveAsync(FileSender sender, FileWire wire, CancellationToken cancellationToken)
    {
        var incoming = wire.ReadAsync(cancellationToken);
        while (true)
        {
            while (await sender.NextAsync(cancellationToken).ConfigureAwait(false) is { } next)
            {
                if (!await wire.WriteAsync(next, cancellationToken).ConfigureAwait(false))
                {
                    return Cut;
                }

                _progress.Moved(sender.Sent);
                if (incoming.IsCompleted && sender.Progress != FileProgress.Failed)
                {
                    break;
                }
            }

            if (sender.Progress == FileProgress.Done)
            {
                _progress.Done();
                return new PumpEnd(PumpOutcome.Done, "", agreed);
            }

            if (sender.Progress == FileProgress.Failed)
            {
                return _progress.Failed(sender.Failure!.Sentence);
            }

            if (await incoming.ConfigureAwait(false) is not { } message)
            {
                return Cut;
            }

            sender.Receive(message);
            incoming = wire.ReadAsync(cancellationToken);
        }
    }
}

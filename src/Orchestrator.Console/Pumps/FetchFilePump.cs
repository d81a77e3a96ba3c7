using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Pumps;

/// <summary>A file from the instrument: verified chunk by chunk under a temporary name, named at the end, when the whole hash is the one agreed to.</summary>
internal sealed class FetchFilePump(FileOffer? agreed, FilePlan? plan, Action<Notice> tell) : FilePump, IFilePump
{
    private readonly FileProgressTeller _progress = new(Capability.FetchFile, tell);
    private volatile bool _isWhole;

    /// <summary>The instrument's word is waited for also when the file is whole here: who left before it would leave evidence in which the file never arrived.</summary>
    public Task<Transfer> Result => _progress.Result;

    /// <summary>Where the file is, once it is whole.</summary>
    public string? LocalPath { get; private set; }

    /// <summary>The instrument heard of the end; the file here was whole before.</summary>
    public void Completed() => _progress.Done();

    /// <summary>What is whole here stays whole, whatever comes behind it.</summary>
    public void Fail(string sentence)
    {
        if (_isWhole)
        {
            _progress.Done();
        }
        else
        {
            _progress.Fail(sentence);
        }
    }

    protected override async Task<PumpEnd> MoveAsync(FileWire wire, ChannelGate gate, CancellationToken cancellationToken)
    {
        if (agreed is null || plan is null)
        {
            return _progress.Failed("A file came that nobody here asked for. Nothing was kept.");
        }

        _progress.File = agreed;
        var path = LocalFileTarget.PathFor(plan.Path, agreed.Name);
        await using var target = LocalFileTarget.Create(path, plan.Force);
        using var receiver = new FileReceiver(agreed, agreed.Size, target);
        while (await wire.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            foreach (var answer in await receiver.ReceiveAsync(message, cancellationToken).ConfigureAwait(false))
            {
                await wire.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
            }

            _progress.Moved(receiver.Received);
            if (receiver.Progress == FileProgress.Done)
            {
                LocalPath = path;
                _isWhole = true;
                return new PumpEnd(PumpOutcome.Done, "", receiver.File);
            }

            if (receiver.Progress == FileProgress.Failed)
            {
                return _progress.Failed(receiver.Failure!.Sentence);
            }
        }

        return Cut;
    }

    protected override ValueTask<PumpEnd> UnusableAsync(FileWire wire, Exception problem, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_progress.Failed($"The file can't be written here: {problem.Message}"));
}

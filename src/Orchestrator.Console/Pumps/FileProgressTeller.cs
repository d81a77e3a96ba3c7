using Orchestrator.Actors.Channels;
using Orchestrator.Domain;

namespace Orchestrator.Technicians.Pumps;

/// <summary>The end of one transfer, decided once, and its progress in steps of a hundredth.</summary>
internal sealed class FileProgressTeller(Capability capability, Action<Notice> tell)
{
    private readonly TaskCompletionSource<Transfer> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _told = -1;

    public Task<Transfer> Result => _result.Task;

    /// <summary>The file, once it is known.</summary>
    public FileOffer File { get; set; } = new("", 0, "");

    public void Moved(long bytes)
    {
        var step = File.Size > 0 ? bytes * 100 / File.Size : 100;
        if (step > _told)
        {
            _told = step;
            tell(new Notice.Moved(new Transfer(capability, File.Name, bytes, File.Size, TransferState.Moving)));
        }
    }

    public void Done() => End(new Transfer(capability, File.Name, File.Size, File.Size, TransferState.Done));

    public void Fail(string sentence) => End(new Transfer(capability, File.Name, 0, File.Size, TransferState.Failed, sentence));

    /// <summary>Fails, as the end of a pump.</summary>
    public PumpEnd Failed(string sentence)
    {
        Fail(sentence);
        return new PumpEnd(PumpOutcome.Failed, sentence);
    }

    private void End(Transfer end)
    {
        if (_result.TrySetResult(end))
        {
            tell(new Notice.Moved(end));
        }
    }
}

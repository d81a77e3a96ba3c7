using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Technicians.Pumps;

namespace Orchestrator.Technicians;

/// <content>Files and clipboard.</content>
public sealed partial class ConsoleSession
{
    private const int FileMinutes = 10;
    private const int ClipboardMinutes = 10;
    private static readonly TimeSpan ClipboardTime = TimeSpan.FromSeconds(20);

    /// <summary>Sends a file: hashed first, then asked for, then moved. Returns when the instrument has it whole.</summary>
    /// <param name="local">The file here.</param>
    /// <param name="remote">Where it should go; null: its own name, in the folder that the operator's program proposes.</param>
    /// <param name="reason">The operator reads it.</param>
    /// <param name="cancellationToken">Ends the wait, and gives the grant back.</param>
    public async Task<Transfer> SendFileAsync(string local, string? remote, string reason, CancellationToken cancellationToken = default)
    {
        var offer = await FileHasher.OfferAsync(local, remote ?? Path.GetFileName(local), cancellationToken).ConfigureAwait(false);
        return await MoveAsync(Capability.SendFile, offer, new FilePlan(Path.GetFullPath(local), false, offer), reason, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fetches a file. Returns when it is whole here, under its final name.</summary>
    /// <param name="remote">Which; null: the operator chooses.</param>
    /// <param name="local">Where it goes: a file, or a folder.</param>
    /// <param name="reason">The operator reads it.</param>
    /// <param name="force">It may replace a file that is there.</param>
    /// <param name="cancellationToken">Ends the wait, and gives the grant back.</param>
    public Task<Transfer> FetchFileAsync(string? remote, string local, string reason, bool force = false, CancellationToken cancellationToken = default)
    {
        if (!force && File.Exists(local))
        {
            throw new ConsoleException("FILE_EXISTS", ExitCode.StepFailed, $"{local} is there already. Name another file, or use --force.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(local)) is { } folder && !Directory.Exists(folder))
        {
            throw new ConsoleException("NO_FOLDER", ExitCode.StepFailed, $"There is no folder {folder}. Make it first.");
        }

        return MoveAsync(Capability.FetchFile, new FileOffer(remote ?? "", -1, ""), new FilePlan(local, force, null), reason, cancellationToken);
    }

    /// <summary>Puts text into the instrument's clipboard; asks first where that isn't open.</summary>
    public async Task ClipPutAsync(string text, string reason, CancellationToken cancellationToken = default)
    {
        if (_pumps.ClipboardTo is null)
        {
            await AskAsync(Capability.ClipboardTo, ClipboardMinutes, reason, null, cancellationToken).ConfigureAwait(false);
        }

        if (_pumps.ClipboardTo is not { } pump || !await pump.SendAsync(text, cancellationToken).ConfigureAwait(false))
        {
            throw NotOpen("The way to the instrument's clipboard");
        }
    }

    /// <summary>Reads the text of the instrument's clipboard; asks first where that isn't open.</summary>
    public async Task<string> ClipGetAsync(string reason, CancellationToken cancellationToken = default)
    {
        if (View.State.GrantOf(Capability.ClipboardFrom) is null)
        {
            await AskAsync(Capability.ClipboardFrom, ClipboardMinutes, reason, null, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await _pumps.Clipboard.GetAsync(cancellationToken).WaitAsync(ClipboardTime, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new ConsoleException("NO_TEXT", ExitCode.StepFailed, "No text came from the instrument's clipboard. Ask the operator to copy it there again.", e);
        }
    }

    private async Task<Transfer> MoveAsync(Capability capability, FileOffer offer, FilePlan plan, string reason, CancellationToken cancellationToken)
    {
        var turn = _turns[capability];
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        IChannelPump pump;
        try
        {
            _pumps.Plan(capability, plan);
            pump = (await AskInTurnAsync(new(capability, FileMinutes, reason, offer), cancellationToken).ConfigureAwait(false)).Pump;
        }
        finally
        {
            _pumps.Forget(capability);
            turn.Release();
        }

        var file = (IFilePump)pump;
        var isCutShort = await Task.WhenAny(file.Result, Completion).WaitAsync(cancellationToken).ConfigureAwait(false) != file.Result;
        if (isCutShort)
        {
            file.Fail("The session ended before the file was whole.");
        }

        var transfer = await file.Result.ConfigureAwait(false);
        if (transfer.State == TransferState.Done)
        {
            return transfer;
        }

        throw isCutShort ? SessionEnds.AsException(await Completion.ConfigureAwait(false)) : new ConsoleException("FILE_FAILED", ExitCode.StepFailed, transfer.Sentence);
    }

    private static ConsoleException NotOpen(string what) =>
        new("NOT_OPEN", ExitCode.StepFailed, $"{what} isn't open. Ask for it first; the operator may have taken it back.");
}

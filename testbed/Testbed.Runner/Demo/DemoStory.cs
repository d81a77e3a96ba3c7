using Orchestrator.Abstractions;
using Orchestrator.Domain;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Instrument.Runs;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>What the technician does: signs in, joins, sees, clicks Retry, sends a corrected worklist, fetches the log, ends.</summary>
internal sealed class DemoStory(DemoStage stage, Timeline timeline)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortTime = TimeSpan.FromSeconds(4);
    private const string Why = "liquid not detected";

    /// <summary>The picture before Retry.</summary>
    public string Before => Path.Combine(stage.Output, "before.png");

    /// <summary>The picture after it.</summary>
    public string After => Path.Combine(stage.Output, "after.png");

    /// <summary>The instrument's log as it was fetched.</summary>
    public string FetchedLog => Path.Combine(stage.Output, "fetched.log");

    /// <summary>The worklist that was sent, at the technician's end.</summary>
    public string SentWorklist => Path.Combine(stage.Work, "corrected.gwl");

    /// <summary>The session that was joined.</summary>
    public SessionNumber? Session { get; private set; }

    /// <summary>The PIN that was read out.</summary>
    public string Pin { get; private set; } = "";

    /// <summary>The fetched file's content at the instrument when it was given.</summary>
    public byte[] GivenLog { get; private set; } = [];

    /// <summary>Tells the story; gives a failure for the first step that can't go on.</summary>
    public async Task<DemoFailure?> TellAsync(CancellationToken cancellationToken)
    {
        var (number, pin) = await stage.Phone.Number.WaitAsync(Patience, cancellationToken);
        SessionNumber.TryParse(number, out var parsed);
        (Session, Pin) = (parsed, pin);
        timeline.Add("operator", $"reads the number {parsed.Spoken()} and the PIN over the phone");

        var signedIn = await stage.Vendor.Technician.SignInAsync(stage.Console, cancellationToken);
        timeline.Add("technician", $"{signedIn.PrintedName} signs in with password and code ({signedIn.Role})");
        await using var session = await stage.Console.ConnectAsync(Request(), cancellationToken);
        timeline.Add("technician", "gives password and a further code, and is admitted; both ends have proved themselves to each other; reads six digits aloud");
        stage.Phone.ReadDigits(session.Sas);
        await session.OpenedAsync(cancellationToken: cancellationToken);
        timeline.Add("operator", "types the six digits: they match");
        try
        {
            await WorkAsync(session, cancellationToken);
        }
        catch (ConsoleException refused)
        {
            return new DemoFailure("story", $"The technician couldn't go on: {refused.Message}");
        }

        if (stage.Options.Sabotage == Sabotage.ReconnectionLeftOpen)
        {
            timeline.Add("sabotage", "the session isn't ended");
            await TryAgainAsync(cancellationToken);
            return _returned;
        }

        var end = await session.EndAsync("the run goes on", cancellationToken);
        timeline.Add("technician", $"ends: {end.Sentence}");
        await TryAgainAsync(cancellationToken);
        return _returned;
    }

    private DemoFailure? _returned;

    private async Task WorkAsync(ConsoleSession session, CancellationToken cancellationToken)
    {
        await session.AskAsync(Capability.ViewScreen, 20, Why, null, cancellationToken);
        await session.PictureAsync(cancellationToken);
        await session.ShotAsync(Before, cancellationToken);
        timeline.Add("technician", "sees the screen: the error dialog is open");

        await session.AskAsync(Capability.ControlInput, 20, Why, null, cancellationToken);
        timeline.Add("operator", "allows control");
        var retry = stage.Instrument.Screen.RetryButton;
        await session.ClickAsync(retry.X + (retry.Width / 2), retry.Y + (retry.Height / 2), cancellationToken);
        timeline.Add("technician", "clicks Retry");
        await session.WaitForChangeAsync(stage.Instrument.Screen.ErrorDialog, Patience, cancellationToken);
        // The whole log is worth fetching, not the part of it that there is now.
        var limit = stage.Options.Sabotage == Sabotage.RunStaysStopped ? ShortTime : RunTime;
        await Task.WhenAny(stage.Instrument.WaitForStateAsync(RunState.Finished, cancellationToken), Task.Delay(limit, cancellationToken));
        await session.ShotAsync(After, cancellationToken);
        timeline.Add("instrument", $"run is {stage.Instrument.State}, {stage.Instrument.Progress.Done} of {stage.Instrument.Progress.Steps} steps");

        await File.WriteAllBytesAsync(SentWorklist, stage.CorrectedWorklist, cancellationToken);
        await session.SendFileAsync(SentWorklist, Remote(Path.Combine(stage.Instrument.WorklistsDirectory, "corrected.gwl")), "the corrected worklist", cancellationToken);
        timeline.Add("technician", "sends corrected.gwl; its hash was verified at the instrument");
        await session.FetchFileAsync(Remote(stage.LogToFetch), FetchedLog, "the run's log", true, cancellationToken);
        GivenLog = await File.ReadAllBytesAsync(stage.LogToFetch, cancellationToken);
        timeline.Add("technician", $"fetches {Path.GetFileName(stage.LogToFetch)}");
        session.Chat("The run goes on. Thank you!");
    }

    /// <summary>After the end the number must be dead, for the same technician with the same PIN too.</summary>
    private async Task TryAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var again = await stage.Console.ConnectAsync(Request(), cancellationToken);
            _returned = new DemoFailure("reconnection", "Somebody joined the session again after its end.");
        }
        catch (ConsoleException e) when (e.Code == "SESSION_UNKNOWN")
        {
            timeline.Add("check", "nobody can come back: the number is dead");
        }
        catch (ConsoleException e)
        {
            _returned = new DemoFailure("reconnection", $"After the end the number should be unknown, but the answer was {e.Code}: {e.Message}");
        }
    }

    private string Remote(string path) => Path.GetRelativePath(stage.Instrument.HomeDirectory, path);

    private ConnectRequest Request() => stage.Vendor.Technician.Wish(Session!.Value, Pin, Why);
}

using Orchestrator.Domain;
using Orchestrator.QuickSupport.Face;
using Orchestrator.QuickSupport.Face.Terminal;
using Orchestrator.Technicians;
using Orchestrator.Technicians.Viewer;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary><c>demo --attend</c>: a person is the operator in this terminal, and sees the technician's side in a browser.</summary>
internal static class AttendRun
{
    private const string Why = "liquid not detected";

    /// <summary>Runs until the person or the session ends it; 0 when it ended in order.</summary>
    public static async Task<int> RunAsync(DemoOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        ITerminal? terminal = OperatingSystem.IsWindows() ? WindowsTerminal.TryOpen() : UnixTerminal.TryOpen();
        if (terminal is null)
        {
            output.WriteLine("To attend, start the demonstration in a terminal: you answer the technician's questions there.");
            return 2;
        }

        QuickSupport.Composition.QuickSupportOutcome outcome;
        var phone = new Phone();
        using (var face = new TerminalFace(terminal))
        {
            var attending = new AttendingFace(face, phone);
            await using var stage = await DemoStage.SetAsync(options, attending, phone, new Timeline(TextWriter.Null, TimeProvider.System), cancellationToken);
            var technician = TechnicianAsync(stage, attending, cancellationToken);
            outcome = await stage.QuickSupport.Completion.WaitAsync(cancellationToken);
            await face.ShowEndAsync(outcome, cancellationToken);
            await Task.WhenAny(technician, Task.Delay(TimeSpan.FromSeconds(2), cancellationToken));
        }

        foreach (var line in SummaryText.Of(outcome))
        {
            output.WriteLine(line);
        }

        return outcome.Summary is null ? 1 : 0;
    }

    private static async Task TechnicianAsync(DemoStage stage, AttendingFace operatorFace, CancellationToken cancellationToken)
    {
        try
        {
            var (number, pin) = await stage.Phone.Number.WaitAsync(cancellationToken);
            SessionNumber.TryParse(number, out var session);
            await using var joined = await stage.Console.ConnectAsync(
                stage.Vendor.Technician.Wish(session, pin, Why), cancellationToken);
            operatorFace.Say($"(on the phone) The six digits are {joined.Sas[..3]} {joined.Sas[3..]}.");
            await joined.OpenedAsync(cancellationToken: cancellationToken);
            await using var viewer = await OpenViewerAsync(joined, cancellationToken);
            operatorFace.Say($"(on the phone) My side of it: {viewer.HowTo}");
            await TryAskAsync(joined, Capability.ViewScreen, operatorFace, cancellationToken);
            await TryAskAsync(joined, Capability.ControlInput, operatorFace, cancellationToken);
            await joined.Completion.WaitAsync(cancellationToken);
        }
        catch (ConsoleException e)
        {
            operatorFace.Say($"(on the phone) {e.Message}");
        }
    }

    /// <summary>The page where it was built in, else an address for any VNC viewer.</summary>
    private static async Task<LocalViewer> OpenViewerAsync(ConsoleSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await session.OpenViewerAsync(ViewerKind.Browser, cancellationToken: cancellationToken);
        }
        catch (ConsoleException)
        {
            return await session.OpenViewerAsync(ViewerKind.Vnc, cancellationToken: cancellationToken);
        }
    }

    private static async Task TryAskAsync(ConsoleSession session, Capability capability, AttendingFace operatorFace, CancellationToken cancellationToken)
    {
        try
        {
            await session.AskAsync(capability, 20, Why, null, cancellationToken);
        }
        catch (ConsoleException refused)
        {
            operatorFace.Say($"(on the phone) {refused.Message}");
        }
    }
}

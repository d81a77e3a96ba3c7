using System.Runtime.InteropServices;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.X11;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Face;
using Orchestrator.QuickSupport.Face.Terminal;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.QuickSupport.Host;

/// <summary>One session in this process's terminal. A signal, a key or the loss of the terminal ends it, always in the same way.</summary>
internal static class TerminalSession
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    /// <summary>Runs it; gives the exit code.</summary>
    public static async Task<int> RunAsync(string configuration, string site, string log, CancellationToken cancellationToken)
    {
        if (OpenTerminal() is not { } terminal)
        {
            await Console.Error.WriteLineAsync("QuickSupport needs a terminal: a person at this computer answers every question. Start it in one.").ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registrations = Signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.TrySetResult();
        })).ToList();
        QuickSupportOutcome outcome;
        using (var face = new TerminalFace(terminal))
        {
            await using var cancelled = cancellationToken.Register(() => stop.TrySetResult()).ConfigureAwait(false);
            var ended = Task.WhenAny(stop.Task, face.TerminalLost);
            outcome = await RunAsync(face, configuration, site, log, ended).ConfigureAwait(false);
            if (!ended.IsCompleted)
                await face.ShowEndAsync(outcome, CancellationToken.None).WaitAsync(Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
        }

        foreach (var line in SummaryText.Of(outcome))
            await (outcome.Code == ExitCode.Ended ? Console.Out : Console.Error).WriteLineAsync(line).ConfigureAwait(false);
        registrations.ForEach(registration => registration.Dispose());
        return (int)outcome.Code;
    }

    /// <summary>What a run is composed from: nothing but these three can be said from outside.</summary>
    internal static QuickSupportOptions Options(IQuickSupportFace face, string configuration, string site, string log) => new()
    {
        Face = face,
        ConfigurationPath = configuration,
        CompiledRoot = CompiledRoot.Of(typeof(TerminalSession).Assembly),
        SiteFilePath = site,
        LogRoot = log,
        FilesFolder = ProgramPaths.Files,
        UseSystemSettings = true,
        Capture = OperatingSystem.IsLinux() ? new CompiledInPlugin(PluginManifest.CompiledIn("capture-x11", PluginKind.Capture, new Version(0, 1, 0)), () => new X11Capture()) : null,
    };

    private static async Task<QuickSupportOutcome> RunAsync(TerminalFace face, string configuration, string site, string log, Task ended)
    {
        try
        {
            var options = Options(face, configuration, site, log);
            await using var run = await QuickSupportRun.StartAsync(options, CancellationToken.None).ConfigureAwait(false);
            if (await Task.WhenAny(run.Completion, ended).ConfigureAwait(false) == ended)
                await run.CloseAsync().ConfigureAwait(false);
            return run.Completion.IsCompletedSuccessfully
                ? await run.Completion.ConfigureAwait(false)
                : new QuickSupportOutcome(ExitCode.SessionFailed, "QuickSupport was closed before everything was recorded; nothing is open any more.", null, run.LogDirectory);
        }
        catch (QuickSupportException e)
        {
            return new QuickSupportOutcome(e.Code, e.Message, null, "");
        }
        catch (ConfigurationException e)
        {
            return new QuickSupportOutcome(ExitCode.Configuration, e.Message, null, "");
        }
        catch (Exception e)
        {
            return new QuickSupportOutcome(ExitCode.Unexpected, $"An unforeseen failure: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} Report it to the vendor.", null, "");
        }
    }

    private static ITerminal? OpenTerminal() => OperatingSystem.IsWindows() ? WindowsTerminal.TryOpen() : UnixTerminal.TryOpen();
}

using System.Text.Json;
using Orchestrator.Abstractions;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Plugins.Capture.X11;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Play.Sites;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.QuickSupport;

/// <summary>One run: says number and PIN as a line of JSON, takes the six digits as a line of text, says how it ended.</summary>
internal static class QuickSupportProcess
{
    /// <summary>Stands in each record of such a run.</summary>
    public const string Composition = "testbed scripted operator";

    /// <summary>Runs it; gives QuickSupport's exit code.</summary>
    public static async Task<int> RunAsync(ProcessOptions options, CancellationToken cancellationToken)
    {
        var phone = new Phone();
        using var screen = options.Typed is { } typed ? new ScenarioScreen(typed) : null;
        var person = new ScriptedOperator(options.Habits, phone, TimeProvider.System);
        try
        {
            await using var run = await QuickSupportRun.StartAsync(
                new QuickSupportOptions
                {
                    Face = person,
                    ConfigurationPath = options.Configuration,
                    SiteFilePath = options.Site,
                    LogRoot = options.Log,
                    FilesFolder = options.Files,
                    Capture = options.Display is null ? Simulated(screen) : new CompiledInPlugin(PluginManifest.CompiledIn("capture-x11", PluginKind.Capture, new Version(0, 1, 0)), () => new X11Capture()),
                    CaptureSettings = options.Display is { } display ? JsonSerializer.SerializeToUtf8Bytes(new { display }) : default(ReadOnlyMemory<byte>),
                    Composition = Composition,
                    PluginSources = options.Plugins is { } folder ? [folder.Open()] : [],
                    PluginSettings = JsonSchemaCheck.Instance,
                    Resolve = options.VendorAt is { } address ? _ => [address] : null,
                },
                cancellationToken);
            await using var control = options.Control is { } place ? ControlServer.Start(place, new RunControl(run.Plugins), TimeProvider.System) : null;
            _ = TalkAsync(phone);
            await Task.WhenAny(run.Completion, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
            await run.CloseAsync();
            var outcome = await run.Completion;
            Say(new
            {
                @event = "ended",
                code = outcome.Code.ToString(),
                sentence = outcome.Sentence,
                dial = outcome.FailureCode,
                reason = outcome.Summary?.Reason.ToString() ?? "",
                path = PathText.Of(run.Link),
                log = outcome.LogDirectory,
            });
            return (int)outcome.Code;
        }
        catch (QuickSupportException e)
        {
            return Failed(e.Code, e);
        }
        catch (Exception e) when (e is PluginTrustException or ControlException)
        {
            return Failed(ExitCode.Usage, e);
        }
    }

    private static CompiledInPlugin Simulated(ScenarioScreen? screen) =>
        new(PluginManifest.CompiledIn("capture.simulated", PluginKind.Capture, new Version(1, 0, 0)), () => screen is null ? new SimulatedCapture() : new SimulatedCapture(screen));

    private static int Failed(ExitCode code, Exception e)
    {
        Say(new { @event = "failed", code = code.ToString(), sentence = e.Message, log = "" });
        return (int)code;
    }

    private static async Task TalkAsync(Phone phone)
    {
        var (number, pin) = await phone.Number;
        Say(new { @event = "waiting", number, pin });
        if (await System.Console.In.ReadLineAsync() is { } digits)
        {
            phone.ReadDigits(digits);
        }
    }

    private static void Say(object what)
    {
        System.Console.Out.WriteLine(JsonSerializer.Serialize(what));
        System.Console.Out.Flush();
    }
}

using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.SiteFiles;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Play.Sites;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Play.Instrument;

/// <summary>QuickSupport's own library in this process, on whatever network it is given.</summary>
public sealed class InProcessInstrument : IInstrumentEnd
{
    /// <summary>Stands in each record of such a run.</summary>
    public const string Composition = "testbed scripted operator";

    private readonly QuickSupportRun? _run;
    private readonly ScenarioScreen _screen;

    private InProcessInstrument(QuickSupportRun? run, ScenarioScreen screen, Phone phone, Task<InstrumentOutcome> completion) =>
        (_run, _screen, Phone, Completion) = (run, screen, phone, completion);

    /// <inheritdoc/>
    public Phone Phone { get; }

    /// <inheritdoc/>
    public Task<InstrumentOutcome> Completion { get; }

    /// <summary>Starts one. A run that can't start is an outcome like any other.</summary>
    /// <param name="order">What it is started with.</param>
    /// <param name="siteFile">Text of the site file; empty: none.</param>
    /// <param name="network">What its dialer stands on.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<InProcessInstrument> StartAsync(
        InstrumentOrder order, string siteFile, INetwork network, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        Directory.CreateDirectory(order.Files);
        var phone = new Phone();
        var screen = new ScenarioScreen(order.Typed);
        try
        {
            var run = await QuickSupportRun.StartAsync(
                new QuickSupportOptions
                {
                    Face = new ScriptedOperator(order.Habits, phone, time),
                    ConfigurationPath = order.Configuration,
                    Site = siteFile.Length == 0 ? null : SiteFileLoader.Parse(Encoding.UTF8.GetBytes(siteFile), "site.yaml"),
                    LogRoot = order.Logs,
                    FilesFolder = order.Files,
                    Capture = new CompiledInPlugin(PluginManifest.CompiledIn("capture.simulated", PluginKind.Capture, new Version(1, 0, 0)), () => new SimulatedCapture(screen)),
                    Composition = Composition,
                    Network = network,
                    Time = time,
                },
                cancellationToken);
            return new InProcessInstrument(run, screen, phone, OutcomeAsync(run));
        }
        catch (Exception e) when (e is QuickSupportException or SiteFileException)
        {
            phone.HangUp(e.Message);
            var code = e is QuickSupportException failure ? failure.Code.ToString() : nameof(ExitCode.SiteFile);
            return new InProcessInstrument(null, screen, phone, Task.FromResult(new InstrumentOutcome(code, e.Message, null, "", "")));
        }
        catch
        {
            screen.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task CloseAsync() => _run?.CloseAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        _screen.Dispose();
    }

    private static async Task<InstrumentOutcome> OutcomeAsync(QuickSupportRun run)
    {
        var outcome = await run.Completion;
        return new InstrumentOutcome(outcome.FailureCode, outcome.Sentence, outcome.Summary?.Reason, PathText.Of(run.Link), outcome.LogDirectory);
    }
}

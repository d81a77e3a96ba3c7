using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Play.Sites;
using Orchestrator.Testbed.Play.Vendor;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Play.Story;

/// <summary>Plays one scenario on a site and tells what happened; the same in both worlds.</summary>
public sealed class ScenarioPlay(Scenario scenario, IScenarioSite site, ScenarioVendor vendor, string folder)
{
    /// <summary>A run that hasn't said anything by then hangs: longer than all limits of the product together.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(40);

    private readonly List<string> _flaws = [];
    private readonly Stopwatches _watch = new();
    private SessionNumber? _session;
    private bool _isOver;

    /// <summary>Plays it.</summary>
    public async Task<WorldResult> RunAsync(CancellationToken cancellationToken)
    {
        var order = new InstrumentOrder(vendor.Setup.ClientConfiguration, folder, scenario.Operator);
        await using var instrument = await _watch.TimeAsync("start", () => site.StartAsync(order, cancellationToken));
        var isOpen = await OpenAsync(instrument, order, cancellationToken);
        if (!isOpen)
            await instrument.CloseAsync();
        var outcome = await instrument.Completion.WaitAsync(EndsWithin, cancellationToken);
        var took = _watch.Total;
        var hops = await site.HopsAsync(cancellationToken);
        var records = new SessionRecords(outcome.LogDirectory, vendor.Setup.DataFolder, isSlow: scenario.Faults is not null);
        if (_session is { } ended)
            await records.UntilEndedAtBrokerAsync(ended, cancellationToken);
        _flaws.AddRange(await records.FlawsAsync(_session, cancellationToken));
        return new WorldResult
        {
            Verdict = !isOpen ? Verdict.Refused : _isOver && outcome.Reason == EndReason.TechnicianReleased ? Verdict.Connected : Verdict.Ended,
            Path = outcome.Path,
            Code = outcome.Reason is { } reason ? reason == EndReason.TechnicianReleased ? "" : reason.ToString() : outcome.Code,
            Sentence = outcome.Sentence,
            InstrumentRecords = records.AtInstrument(),
            BrokerRecords = _session is { } session ? records.AtBroker(session) : [],
            Hops = hops,
            Flaws = [.. _flaws],
            Timings = _watch.All,
            Took = took,
        };
    }

    /// <summary>Waits for number and PIN, joins, works, ends. False when there was no session.</summary>
    private async Task<bool> OpenAsync(IInstrumentEnd instrument, InstrumentOrder order, CancellationToken cancellationToken)
    {
        string number, pin;
        try
        {
            (number, pin) = await _watch.TimeAsync("connect", () => instrument.Phone.Number.WaitAsync(Patience, cancellationToken));
        }
        catch (InvalidOperationException)
        {
            // The operator hung up: the outcome says why.
            return false;
        }
        catch (TimeoutException)
        {
            _flaws.Add($"QuickSupport said nothing within {Patience.TotalSeconds:0} s");
            return false;
        }

        SessionNumber.TryParse(number, out var parsed);
        _session = parsed;
        try
        {
            await using var session = await _watch.TimeAsync("join", () => JoinAsync(instrument, number, pin, cancellationToken));
            var work = new TechnicianWork(session, site, instrument, order, _watch, _flaws, scenario.Operator.Refuses);
            await work.DoAsync(scenario.Steps, cancellationToken);
            await session.EndAsync("the run goes on", cancellationToken);
            _isOver = true;
        }
        catch (ConsoleException e)
        {
            // The session ended under the technician's hands. Where that isn't what the scenario expects, this line says what the technician read.
            _watch.Note($"technician: {e.Code}");
        }

        return true;
    }

    private async Task<ConsoleSession> JoinAsync(IInstrumentEnd instrument, string number, string pin, CancellationToken cancellationToken)
    {
        var session = await vendor.JoinAsync(number, pin, cancellationToken);
        try
        {
            instrument.Phone.ReadDigits(session.Sas);
            await session.OpenedAsync(cancellationToken: cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}

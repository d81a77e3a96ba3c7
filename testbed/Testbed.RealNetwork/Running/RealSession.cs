using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Testbed.RealNetwork.Programs;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Running;

/// <summary>One support case: the programs talk to each other over the network, the two people over the phone, which is here.</summary>
internal sealed class RealSession(Vendor vendor, InstrumentProgram instrument, TechnicianScript script)
{
    private readonly List<string> _flaws = [];

    /// <summary>What doesn't hold.</summary>
    public ImmutableArray<string> Flaws => [.. _flaws];

    /// <summary>The session's number; empty when there was none.</summary>
    public string Number { get; private set; } = "";

    /// <summary>What QuickSupport said at its end.</summary>
    public JsonElement End { get; private set; }

    /// <summary>Plays it; gives the verdict.</summary>
    public async Task<Verdict> PlayAsync(CancellationToken cancellationToken)
    {
        var first = await SaysAsync(cancellationToken).ConfigureAwait(false);
        if (first.Text("event") != "waiting")
        {
            End = first;
            return Verdict.Refused;
        }

        Number = first.Text("number");
        await using var console = await vendor.ConnectAsync(Number, first.Text("pin"), script.File, cancellationToken).ConfigureAwait(false);
        var isOrderly = await TalkAsync(console, cancellationToken).ConfigureAwait(false);
        var exit = await console.EndAsync(cancellationToken).ConfigureAwait(false);
        End = await SaysAsync(cancellationToken).ConfigureAwait(false);
        if (exit != 0)
        {
            _flaws.Add($"the console ended with {exit}: {console.Said}");
        }

        _flaws.AddRange(script.Flaws());
        return isOrderly && exit == 0 ? Verdict.Connected : Verdict.Ended;
    }

    /// <summary>The technician reads the six digits aloud; everything else is the script's.</summary>
    private async Task<bool> TalkAsync(ConsoleProgram console, CancellationToken cancellationToken)
    {
        var isOrderly = false;
        while (await console.NextAsync(cancellationToken).ConfigureAwait(false) is { } said)
        {
            switch (said.Text("type"))
            {
                case "joined":
                    await instrument.HearAsync(said.Text("sas"), cancellationToken).ConfigureAwait(false);
                    break;
                case "end":
                    isOrderly = said.GetProperty("orderly").GetBoolean();
                    break;
            }
        }

        return isOrderly;
    }

    private async Task<JsonElement> SaysAsync(CancellationToken cancellationToken) =>
        await instrument.NextAsync(cancellationToken).ConfigureAwait(false) ?? throw new WorldException($"QuickSupport ended without a word: {instrument.Said}");
}

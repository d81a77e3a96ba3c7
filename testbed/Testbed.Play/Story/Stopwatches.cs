using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.Play.Story;

/// <summary>How long the parts of a scenario took.</summary>
internal sealed class Stopwatches
{
    private readonly Stopwatch _all = Stopwatch.StartNew();
    private readonly List<Timing> _timings = [];

    public TimeSpan Total => _all.Elapsed;

    public ImmutableArray<Timing> All => [.. _timings];

    public async Task<T> TimeAsync<T>(string what, Func<Task<T>> work)
    {
        var begun = _all.Elapsed;
        try
        {
            return await work();
        }
        finally
        {
            _timings.Add(new Timing(what, _all.Elapsed - begun));
        }
    }

    public Task TimeAsync(string what, Func<Task> work) => TimeAsync(what, async () =>
    {
        await work();
        return true;
    });

    /// <summary>Something that happened at this moment.</summary>
    public void Note(string what) => _timings.Add(new Timing(what, _all.Elapsed));
}

using Orchestrator.Testbed.Operator;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>One demonstration from beginning to end.</summary>
internal static class DemoRun
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    /// <summary>Runs it; 0 when every check holds, else 1 with a line for each that doesn't.</summary>
    public static async Task<int> RunAsync(DemoOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Output);
        var timeline = new Timeline(output, TimeProvider.System);
        timeline.Add("demo", $"seed {options.Seed}{(options.Proxy is { } proxy ? $", through {proxy.Host}:{proxy.Port}" : "")}{(options.Sabotage == Sabotage.None ? "" : $", sabotage: {options.Sabotage}")}");
        await using var stage = await DemoStage.SetAsync(options, attending: null, new Phone(), timeline, cancellationToken);
        var story = new DemoStory(stage, timeline);
        var failures = new List<DemoFailure>();
        if (await story.TellAsync(cancellationToken) is { } failure)
        {
            failures.Add(failure);
        }

        await stage.QuickSupport.CloseAsync();
        await stage.QuickSupport.Completion.WaitAsync(EndsWithin, cancellationToken);
        timeline.Add("operator", "QuickSupport has closed; nothing of it is left but the log");
        await stage.Vendor.DisposeAsync();
        timeline.Add("vendor", "the broker has stopped and signed its log");
        Evidence.Keep(stage, options.Output);
        if (await Evidence.BundleAsync(stage, story, options.Output) is { } missing)
        {
            failures.Add(missing);
        }

        Evidence.Break(stage, story, options.Sabotage);
        failures.AddRange(await DemoChecks.RunAsync(stage, story, cancellationToken));
        timeline.Add("check", failures.Count == 0 ? "every check holds" : $"{failures.Count} check(s) don't hold");
        timeline.Save(Path.Combine(options.Output, "timeline.txt"));
        foreach (var each in failures)
        {
            output.WriteLine($"FAILED {each.Check}: {each.Sentence}");
        }

        output.WriteLine($"Timeline, screenshots, both logs and the evidence bundle: {options.Output}");
        return failures.Count == 0 ? 0 : 1;
    }
}

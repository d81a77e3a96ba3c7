using System.Text;
using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;

namespace Orchestrator.Broker.Evidence;

/// <summary>The story that an instrument's own log tells.</summary>
public static class InstrumentStory
{
    /// <summary>All records of one run's folder, in order.</summary>
    /// <exception cref="BrokerException">There is no log, or a line can't be read.</exception>
    public static IReadOnlyList<StoryEvent> Read(string runFolder)
    {
        var records = new LogFolder(runFolder).Records;
        if (!File.Exists(records))
        {
            throw new BrokerException(ExitCode.DataFolder, $"There is no log in {runFolder}. Name the folder of one run: QuickSupport says where it lies.");
        }

        var story = new List<StoryEvent>();
        foreach (var line in File.ReadLines(records))
        {
            Add(story, Encoding.UTF8.GetBytes(line));
        }

        return story;
    }

    internal static void Add(List<StoryEvent> story, ReadOnlyMemory<byte> line)
    {
        var failure = StoryEvent.TryRead(line.Span, out var happened);
        if (failure != RecordFailure.None || happened is null)
        {
            throw new BrokerException(ExitCode.DataFolder, $"Record {story.Count} can't be read ({failure}). Verify the log with `orchestrator-verify` first.");
        }

        story.Add(happened);
    }
}

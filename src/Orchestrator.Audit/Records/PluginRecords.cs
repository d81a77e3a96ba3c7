using Orchestrator.Domain;

namespace Orchestrator.Audit.Records;

/// <summary>Records of what happened to plugins: the same in the broker's log and in a run's.</summary>
public static class PluginRecords
{
    /// <summary>The record of one event.</summary>
    /// <param name="code">One of <see cref="PluginEventCodes"/>.</param>
    /// <param name="about">What is said of it; who asked comes in <paramref name="who"/>.</param>
    /// <param name="who">Who asked, or the program itself.</param>
    /// <param name="session">The session in which it happened; null outside one.</param>
    public static RecordBody ToBody(string code, PluginObservations.PluginFacts about, RecordActor who, string? session = null) => new()
    {
        Event = code,
        Sentence = about.Sentence,
        Who = who,
        Session = session,
        Data = RecordData.Create(json =>
        {
            json.WriteString("plugin", RecordData.Text(about.Plugin));
            json.WriteString("version", about.Version);
            json.WriteNumber("generation", about.Generation);
            json.WriteString("manifest", about.Manifest);
            json.WriteString("publisher", RecordData.Text(about.Publisher));
            json.WriteNumber("leftOut", about.LeftOut);
        }),
    };
}

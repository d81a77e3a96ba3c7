using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>
/// The session's way out: to the broker, and end to end to the technician. Sends are taken in the order of the calls;
/// what is sent over a link that is down is dropped, for the log holds it.
/// </summary>
public interface IInstrumentWire
{
    /// <summary>Gives the broker a durable record.</summary>
    void SendRecord(JournalRecord record);

    /// <summary>Gives the broker a checkpoint of this log.</summary>
    void SendCheckpoint(ReadOnlyMemory<byte> signedNote);

    /// <summary>Gives the technician a record that has taken effect.</summary>
    void ShowTechnician(JournalRecord record);

    /// <summary>Gives the technician the operator's words; the record holds only a commitment to them.</summary>
    void Say(string text);

    /// <summary>Tells the technician that the operator now sees the question.</summary>
    void PromptSeen(AskId ask);

    /// <summary>Opens a channel to the technician. Its keys exist from here until <see cref="IWireChannel.Cut"/>.</summary>
    IWireChannel OpenChannel(ChannelId channel, Capability capability, ChannelGate gate);

    /// <summary>Says good-bye in order, to both, within 300 ms.</summary>
    Task CloseAsync();
}

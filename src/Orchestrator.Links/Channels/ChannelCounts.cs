namespace Orchestrator.Links.Channels;

/// <summary>What a channel carried, in whole records with headers and tags.</summary>
/// <param name="RecordsIn">Records received.</param>
/// <param name="BytesIn">Bytes received.</param>
/// <param name="RecordsOut">Records sent.</param>
/// <param name="BytesOut">Bytes sent.</param>
public readonly record struct ChannelCounts(long RecordsIn, long BytesIn, long RecordsOut, long BytesOut);

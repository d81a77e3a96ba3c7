using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Broker.Settings;
using Orchestrator.Domain;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Broker.Evidence;

/// <summary>Reads the broker's own log from front to back while it may grow, and holds it against its checkpoints. Memory doesn't grow with it.</summary>
internal static class BrokerLogReader
{
    /// <summary>The log's key as the clients' configuration names it, which the root signed.</summary>
    /// <exception cref="BrokerException">Settings or configuration can't be read.</exception>
    public static NoteKey KeyOf(DataFolder folder)
    {
        try
        {
            var configuration = ConfigurationLoader.Parse(File.ReadAllBytes(folder.ClientConfiguration), compiledRoot: null);
            return new NoteKey(LogOrigin.Of(BrokerSettings.Load(folder.Settings).Domain), configuration.BrokerLogKey);
        }
        catch (Exception e) when (e is IOException or ConfigurationException)
        {
            throw new BrokerException(ExitCode.DataFolder, $"{folder.ClientConfiguration} can't be read, so nobody knows the key of the broker's log: {e.Message}", e);
        }
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="folder">Data folder.</param>
    /// <param name="key">By which it is checked.</param>
    /// <param name="record">Called with each good record; the bytes live until it returns.</param>
    public static LogScan Scan(DataFolder folder, NoteKey key, Action<long, ReadOnlyMemory<byte>> record)
    {
        try
        {
            return LogScan.Run(new LogFolder(folder.Log), key, record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(ExitCode.DataFolder, $"The broker's log in {folder.Log} can't be read: {e.Message}", e);
        }
    }

    /// <summary>The bytes that every record of a session has in it: much quicker to look for than a record is to read.</summary>
    public static byte[] Mark(SessionNumber session) => Encoding.ASCII.GetBytes($"\"session\":\"{session}\"");
}

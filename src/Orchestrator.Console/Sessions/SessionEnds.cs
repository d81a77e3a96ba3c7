using Orchestrator.Actors.Sessions.AtConsole;

namespace Orchestrator.Technicians;

/// <summary>What the end of a session means for a program.</summary>
internal static class SessionEnds
{
    /// <summary>The exit code of an end.</summary>
    public static ExitCode ExitOf(ConsoleEnd end) => end.Code switch
    {
        _ when end.IsOrderly => ExitCode.Success,
        "LINK_LOST" or "REVOKED" or "SESSION_FAULT" => ExitCode.SessionOver,
        "SERVER_UNPROVEN" or "HANDSHAKE_FAILED" or "BAD_TICKET" or "PROTOCOL_VIOLATION" or "SERVER_FAULT" => ExitCode.Unproven,
        "TIMEOUT" or "CONNECT_FAILED" => ExitCode.Unreachable,
        _ => ExitCode.Refused,
    };

    /// <summary>An end in the way of something that was still to be done.</summary>
    public static ConsoleException AsException(ConsoleEnd end) =>
        new(end.Code, end.IsOrderly ? ExitCode.SessionOver : ExitOf(end), end.Sentence);
}

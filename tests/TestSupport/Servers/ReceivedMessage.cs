using System.Text.RegularExpressions;

namespace Orchestrator.TestSupport.Servers;

/// <summary>A message as rsyslog understood it.</summary>
/// <param name="Priority">PRI.</param>
/// <param name="Time">TIMESTAMP.</param>
/// <param name="Host">HOSTNAME.</param>
/// <param name="Program">APP-NAME.</param>
/// <param name="Id">MSGID.</param>
/// <param name="Data">Structured data, as it came.</param>
/// <param name="Text">MSG, with its byte order mark.</param>
public sealed partial record ReceivedMessage(string Priority, string Time, string Host, string Program, string Id, string Data, string Text)
{
    /// <summary>A parameter of the structured data, unescaped; null when it isn't there.</summary>
    public string? Parameter(string name) =>
        Parameters().Matches(Data).Where(match => match.Groups["name"].Value == name).Select(match => Escaped().Replace(match.Groups["value"].Value, "$1")).FirstOrDefault();

    [GeneratedRegex(@" (?<name>[A-Za-z]+)=""(?<value>([^""\\\]]|\\.)*)""", RegexOptions.Singleline)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\\([""\\\]])")]
    private static partial Regex Escaped();
}

using System.Text;
using System.Text.Json;

namespace Orchestrator.PluginFolders;

/// <summary>Requests and answers as lines of JSON, without their line ends.</summary>
internal static class ControlCodec
{
    /// <summary>Writes a request.</summary>
    public static byte[] Write(ControlRequest request) => JsonSerializer.SerializeToUtf8Bytes(
        new ControlRequestText(
            request.Command.Word(),
            request.Id.Length > 0 ? request.Id : null,
            request.Version?.ToString(),
            request.Settings is { } settings ? Object(settings) : null,
            request.IsRequired ? true : null),
        ControlJson.Default.ControlRequestText);

    /// <summary>Reads a request.</summary>
    /// <exception cref="ControlException">It isn't one; the sentence says what is wrong.</exception>
    public static ControlRequest ReadRequest(ReadOnlySpan<byte> line)
    {
        var text = Read(line, ControlJson.Default.ControlRequestText, "The request");
        if (Enum.GetValues<ControlCommand>().Where(one => one.Word() == text.Command).ToArray() is not [var command])
            throw Bad($"there is no command \"{Shown(text.Command)}\"; there are {string.Join(", ", Enum.GetValues<ControlCommand>().Select(one => one.Word()))}");
        if (command == ControlCommand.List != text.Id is null)
            throw Bad(command == ControlCommand.List ? "\"list\" takes no \"id\"" : $"\"{command.Word()}\" needs the \"id\" of a plugin");
        if (text.Id is { } id && !PluginIds.IsId(id))
            throw Bad("\"id\" must be lower case words of letters and digits, joined by dots or hyphens, at most 64 characters");
        if (text.Version is not null && !command.MakesGeneration())
            throw Bad($"\"{command.Word()}\" takes no \"version\"");
        Version? version = null;
        if (text.Version is not null && !PluginIds.TryParseVersion(text.Version, out version))
            throw Bad("\"version\" must be three numbers joined by dots");
        if (text.Settings is not null && !command.MakesGeneration())
            throw Bad($"\"{command.Word()}\" takes no \"settings\"");
        if (text.Settings is { ValueKind: not JsonValueKind.Object })
            throw Bad("\"settings\" must be an object");
        if (text.Required is not null && !command.Activates())
            throw Bad($"\"{command.Word()}\" takes no \"required\"");
        return new ControlRequest(
            command,
            text.Id ?? "",
            version,
            text.Settings is { } settings ? Encoding.UTF8.GetBytes(settings.GetRawText()) : default(ReadOnlyMemory<byte>?),
            text.Required ?? false);
    }

    /// <summary>Writes an answer.</summary>
    public static byte[] Write(ControlAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(
        new ControlAnswerText(answer.IsDone ? ControlAnswerText.Done : ControlAnswerText.Refused, answer.Sentence, answer.Plugins), ControlJson.Default.ControlAnswerText);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="ControlException">It isn't one.</exception>
    public static ControlAnswer ReadAnswer(ReadOnlySpan<byte> line)
    {
        var text = Read(line, ControlJson.Default.ControlAnswerText, "The answer");
        return text.Outcome is ControlAnswerText.Done or ControlAnswerText.Refused
            ? new ControlAnswer(text.Outcome == ControlAnswerText.Done, text.Sentence) { Plugins = text.Plugins }
            : throw new ControlException("The answer has no outcome that this program knows. Use the version of this program that the other one has.");
    }

    private static T Read<T>(ReadOnlySpan<byte> line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new ControlException($"{what} is empty.");
        }
        catch (JsonException problem)
        {
            var where = string.IsNullOrEmpty(problem.Path) ? "$" : Shown(problem.Path);
            throw new ControlException($"{what} isn't one JSON object of the known members, at byte {problem.BytePositionInLine ?? 0}, {where}.", problem);
        }
    }

    private static JsonElement Object(ReadOnlyMemory<byte> settings)
    {
        using var document = JsonDocument.Parse(settings);
        return document.RootElement.Clone();
    }

    // What somebody sent comes back to a terminal.
    private static string Shown(string text) => string.Concat(text.Take(40).Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static ControlException Bad(string what) => new($"The request is refused: {what}.");
}

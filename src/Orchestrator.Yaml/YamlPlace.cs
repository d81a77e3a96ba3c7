using System.Globalization;
using Orchestrator.Trust.Encoding;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Yaml;

/// <summary>One place in a file, which knows its name and line for the sentence when it is wrong.</summary>
public sealed class YamlPlace
{
    private readonly YamlNode _node;
    private readonly string _name;

    internal YamlPlace(YamlNode node, string name)
    {
        _node = node;
        _name = name;
    }

    /// <summary>Where it begins, counted from 1.</summary>
    public long Line => _node.Start.Line;

    /// <summary>Where it begins in its line, counted from 1.</summary>
    public long Column => _node.Start.Column;

    /// <summary>True for a mapping.</summary>
    public bool HasEntries => _node is YamlMappingNode;

    /// <summary>True for a list.</summary>
    public bool HasItems => _node is YamlSequenceNode;

    /// <summary>The entries of a mapping, each key one of <paramref name="known"/>.</summary>
    public IEnumerable<(string Key, YamlPlace Value)> Entries(params string[] known)
    {
        if (_node is not YamlMappingNode mapping)
            throw Wrong($"needs entries with the keys {string.Join(", ", known)}");
        foreach (var (keyNode, value) in mapping.Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(key, StringComparer.Ordinal))
                throw new YamlFaultException(keyNode.Start.Line, $"“{Shown(key)}” isn't known there; known are {string.Join(", ", known)}", keyNode.Start.Column);
            yield return (key, new YamlPlace(value, _name.Length == 0 ? key : $"{_name}.{key}"));
        }
    }

    /// <summary>The items of a list.</summary>
    public IEnumerable<YamlPlace> Items() => _node is YamlSequenceNode sequence
        ? sequence.Children.Select(child => new YamlPlace(child, _name))
        : throw Wrong("needs a list");

    /// <summary>Text that can be shown.</summary>
    public string Text(int characters)
    {
        var text = Scalar();
        return SafeText.IsSafe(text, characters) ? text : throw Wrong($"needs 1 to {characters} characters that can be shown, without blanks at its ends");
    }

    /// <summary>Text of several lines, each of which can be shown or is empty.</summary>
    public string Block(int characters)
    {
        var text = Scalar();
        return text.Length is > 0 && text.Length <= characters && text.Split('\n').All(line => line.All(letter => letter == '\t' || !char.IsControl(letter)))
            ? text
            : throw Wrong($"needs 1 to {characters} characters in lines that can be shown");
    }

    /// <summary>A whole number.</summary>
    public int Number(int least, int most) =>
        int.TryParse(Scalar(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"needs a whole number from {least} to {most}");

    /// <summary>yes or no.</summary>
    public bool YesOrNo() => Scalar() switch
    {
        "yes" or "true" => true,
        "no" or "false" => false,
        _ => throw Wrong("needs yes or no"),
    };

    /// <summary>The sentence for a value that isn't right. The value isn't repeated: it may be a password.</summary>
    public YamlFaultException Wrong(string what) => new(_node.Start.Line, $"{(_name.Length == 0 ? "the file" : $"“{_name}”")} {what}", _node.Start.Column);

    private static string Shown(string key) => SafeText.IsSafe(key, 60) ? key : "?";

    private string Scalar() => _node is YamlScalarNode { Value: { } value } ? value : throw Wrong("needs one value");
}

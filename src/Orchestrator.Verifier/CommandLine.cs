using Orchestrator.Trust.Encoding;

namespace Orchestrator.Verifier;

/// <summary>A command line, taken apart as its shape says.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<CommandOption, List<string>> _given = [];

    private CommandLine()
    {
    }

    /// <summary>What it is about: the folder or file that stands without an option.</summary>
    public string Subject { get; private set; } = "";

    /// <exception cref="BadUseException">It has another shape.</exception>
    public static CommandLine Parse(string[] args, CommandShape shape)
    {
        var line = new CommandLine();
        for (var i = 0; i < args.Length; i++)
        {
            var word = args[i];
            if (!word.StartsWith('-'))
                line.Take(word, shape);
            else if (shape.Options.FirstOrDefault(one => one.Name == word) is not { } option)
                throw new BadUseException($"The option {ShownText.Of(word)} isn't known for a {shape.Thing}.");
            else
                line.Take(option, option.IsSwitch ? "" : i + 1 < args.Length ? args[++i] : null);
        }

        if (line.Subject.Length == 0)
            throw new BadUseException($"Which {shape.Thing}? Name its {shape.Place}.");
        if (shape.Options.FirstOrDefault(one => one.Wanted is not null && !line.Has(one)) is { } missing)
            throw new BadUseException(missing.Wanted!);
        return line;
    }

    /// <summary>True where the option was given.</summary>
    public bool Has(CommandOption option) => _given.ContainsKey(option);

    /// <summary>The value of an option that the shape wants.</summary>
    public string Value(CommandOption option) => _given[option][0];

    /// <summary>All values of an option that may be repeated.</summary>
    public IReadOnlyList<string> Values(CommandOption option) => _given.GetValueOrDefault(option) ?? [];

    private void Take(string subject, CommandShape shape)
    {
        if (Subject.Length > 0)
            throw new BadUseException($"More than one {shape.Place} was given.");
        Subject = subject;
    }

    private void Take(CommandOption option, string? value)
    {
        if (value is null || (value.Length == 0 && !option.IsSwitch))
            throw new BadUseException($"{option.Name} needs a value behind it.");
        if (!_given.TryGetValue(option, out var values))
            _given[option] = [value];
        else if (option.IsRepeated)
            values.Add(value);
        else
            throw new BadUseException($"{option.Name} was given twice.");
    }
}

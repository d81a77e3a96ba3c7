using System.CommandLine;

namespace Orchestrator.PluginTools.Tests;

/// <summary>One run of a command of <c>plugins</c>, in this process, and what it wrote.</summary>
internal sealed record ToolRun(int Exit, string Output, string Error)
{
    public const string Passphrase = "correct horse battery";

    /// <summary>Runs it; a person sits at the terminal whose every hidden line is <see cref="Passphrase"/>.</summary>
    public static async Task<ToolRun> OfAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var io = new PluginToolIo
        {
            Output = output,
            Error = error,
            Input = Stream.Null,
            IsInteractive = true,
            ReadHidden = _ => Passphrase,
        };
        var parsed = new RootCommand { PluginCommands.Create(io) }.Parse(["plugins", .. args]);
        Assert.Empty(parsed.Errors);
        var exit = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return new ToolRun(exit, output.ToString(), error.ToString());
    }
}

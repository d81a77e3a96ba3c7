using System.Text.RegularExpressions;

namespace Orchestrator.Mutants;

/// <summary>
/// Takes a check out of the source, in a copy of that one file, and compiles the product's project with the copy in the file's place: the working tree and what it
/// built stay as they are.
/// </summary>
internal sealed class CheckRemover(Repository repository, TimeSpan longest)
{
    /// <summary>The file's text without the check.</summary>
    /// <exception cref="TableException">The text isn't there exactly once.</exception>
    public string Without(ProtocolCheck check)
    {
        var (file, method) = check.Place.Split('#', 2) is [var before, var after] ? (before, after) : (check.Place, null);
        var path = repository.Source(file);
        if (!File.Exists(path))
            throw new TableException($"{check.Id}: there is no src/{file}.");
        var text = File.ReadAllText(path);
        var spans = method is null ? [(0, text.Length)] : Spans(text, method).ToArray();
        if (spans.Length == 0)
            throw new TableException($"{check.Id}: src/{file} declares no {method}.");
        var found = spans.SelectMany(span => Places(text, check.Text, span)).ToArray();
        return found is [var at]
            ? string.Concat(text.AsSpan(0, at), check.Instead, text.AsSpan(at + check.Text.Length))
            : throw new TableException($"{check.Id}: \"{check.Text}\" is {found.Length} times in src/{check.Place}, not once.");
    }

    /// <summary>The product's assembly that the check is in.</summary>
    public static string Assembly(ProtocolCheck check) => check.Place.Split('/')[0];

    /// <summary>Compiles a project, with one file's text exchanged or none; the path of the assembly.</summary>
    /// <exception cref="TableException">It doesn't compile.</exception>
    public async Task<string> Compile(string project, string? file, string? text)
    {
        var scratch = repository.Scratch(project);
        if (Directory.Exists(scratch))
            Directory.Delete(scratch, recursive: true);
        Directory.CreateDirectory(scratch);
        var hook = Path.Combine(scratch, "exchange.targets");
        await File.WriteAllTextAsync(hook, await HookAsync(scratch, project, file, text));
        var (exitCode, output) = await Command.Run(
            "dotnet",
            [
                "build", repository.Source($"{project}/{project}.csproj"), "--no-restore", "--no-dependencies", "-v", "q", "--nologo", "-p:UseSharedCompilation=true",
                "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:WarningLevel=0", "-p:NuGetAudit=false",
                $"-p:CustomBeforeMicrosoftCommonTargets={hook}",
            ],
            longest);
        var assembly = Path.Combine(scratch, "bin", project + ".dll");
        return exitCode == 0 && File.Exists(assembly)
            ? assembly
            : throw new TableException($"{project} doesn't compile{(file is null ? "" : $" with the change in {file}")}: {output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim()}");
    }

    /// <summary>Other folders for this project alone, and the changed file in the place of its own.</summary>
    private static async Task<string> HookAsync(string scratch, string project, string? file, string? text)
    {
        var exchange = "";
        if (file is not null)
        {
            var copy = Path.Combine(scratch, Path.GetFileName(file));
            await File.WriteAllTextAsync(copy, text);
            exchange = $"""<Compile Remove="{file[(project.Length + 1)..]}" /><Compile Include="{copy}" />""";
        }

        return $"""
            <Project>
              <PropertyGroup Condition="'$(MSBuildProjectName)' == '{project}'">
                <IntermediateOutputPath>{scratch}/obj/</IntermediateOutputPath>
                <OutDir>{scratch}/bin/</OutDir>
              </PropertyGroup>
              <Target Name="Exchange" BeforeTargets="CoreCompile" Condition="'$(MSBuildProjectName)' == '{project}'">
                <ItemGroup>{exchange}</ItemGroup>
              </Target>
            </Project>
            """;
    }

    /// <summary>From each declaration of that name to the next declaration.</summary>
    private static IEnumerable<(int From, int Until)> Spans(string text, string method)
    {
        var declarations = Regex.Matches(text, @"^ {4}(public|private|internal|protected)[^=;\r\n]*?\b(?<name>\w+)(<\w+>)?\(", RegexOptions.Multiline);
        return declarations.Where(declaration => declaration.Groups["name"].Value == method)
            .Select(declaration => (declaration.Index, declarations.FirstOrDefault(next => next.Index > declaration.Index)?.Index ?? text.Length));
    }

    private static IEnumerable<int> Places(string text, string part, (int From, int Until) span)
    {
        for (var at = text.IndexOf(part, span.From, span.Until - span.From, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, span.Until - at - 1, StringComparison.Ordinal))
            yield return at;
    }
}

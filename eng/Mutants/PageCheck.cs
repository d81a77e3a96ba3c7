using Mono.Cecil;
using Orchestrator.Trace;

namespace Orchestrator.Mutants;

/// <summary>Whether docs/traceability.md fits the code: each id is there, each method and each check exists, each project has tests that carry the id.</summary>
internal sealed class PageCheck(Repository repository, Traceability page)
{
    /// <summary>The families that the page is about.</summary>
    private static readonly string[] Families = ["CRY", "HS", "REC", "NET", "AUTH", "AUTHZ", "ZT", "TRN", "AUD"];

    /// <summary>What doesn't fit, in words.</summary>
    public IEnumerable<string> Faults()
    {
        var ids = File.ReadLines(repository.Ids).Where(line => line.Split('-') is ["R", var family, _] && Families.Contains(family)).Select(line => line.Trim()).ToArray();
        foreach (var id in ids.Except(page.Methods.Select(method => method.Id)).Except(page.WithoutMethod))
            yield return $"{id} has no method, and no reason why.";
        foreach (var id in page.WithoutMethod.Intersect(page.Methods.Select(method => method.Id)))
            yield return $"{id} has a method, and a reason why it has none.";
        foreach (var id in page.Methods.Select(method => method.Id).Concat(page.WithoutMethod).Except(ids))
            yield return $"{id} isn't an id of the families {string.Join(", ", Families)}.";
        var carried = page.Methods.Select(method => method.Project).Distinct()
            .Select(project => (Project: project, Assembly: Path.Combine(repository.Output(project), repository.Assembly(project))))
            .ToDictionary(test => test.Project, test => File.Exists(test.Assembly) ? TraitReader.Read(test.Assembly).Select(covering => covering.Requirement).ToHashSet() : null);
        foreach (var method in page.Methods)
        {
            if (carried[method.Project] is not { } requirements)
                yield return $"{method.Id}: tests/{method.Project} isn't built.";
            else if (!requirements.Contains(method.Id))
                yield return $"{method.Id}: no test of tests/{method.Project} carries it.";
            else if (Missing(method) is { } missing)
                yield return $"{method.Id}: {missing}";
        }

        var remover = new CheckRemover(repository, TimeSpan.Zero);
        foreach (var fault in page.Checks.Select(check => Told(() => remover.Without(check))).OfType<string>())
            yield return fault;
    }

    private string? Missing(TracedMethod traced) => Told(() =>
    {
        var name = MethodName.Parse(traced.Method);
        var file = Path.Combine(repository.Output(traced.Project), name.Assembly + ".dll");
        if (!File.Exists(file))
            throw new TableException($"tests/{traced.Project} doesn't use {name.Assembly}.");
        using var module = ModuleDefinition.ReadModule(file);
        return name.In(module);
    });

    private static string? Told(Func<object> look)
    {
        try
        {
            look();
            return null;
        }
        catch (TableException wrong)
        {
            return wrong.Message;
        }
    }
}

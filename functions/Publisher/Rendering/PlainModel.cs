using System.Collections;
using System.Diagnostics.CodeAnalysis;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using HandlebarsDotNet.Iterators;
using HandlebarsDotNet.MemberAccessors;
using HandlebarsDotNet.ObjectDescriptors;
using HandlebarsDotNet.PathStructure;

namespace Publisher.Rendering;

/// <summary>
/// All that a template can see: dictionaries by key, lists by number, and texts, numbers and yes or no as they are. Handlebars.Net by
/// itself reads the properties of any object, from which a path leads to types, assemblies and files.
/// </summary>
internal sealed class PlainModel : IObjectDescriptorProvider
{
    /// <summary>Dictionaries and lists within each other.</summary>
    private const int MaxDepth = 32;

    /// <summary>Refuses a model with anything else in it, which is a fault of the code that made it.</summary>
    /// <exception cref="ArgumentException">The message says where.</exception>
    public static void Check(string template, object? value) => Check(template, "", value, 0);

    public bool TryGetDescriptor(Type type, [MaybeNullWhen(false)] out ObjectDescriptor value)
    {
        value = null;
        // A partial's own arguments come as a dictionary of the library's.
        if (type.Assembly == typeof(Handlebars).Assembly && typeof(IEnumerable).IsAssignableFrom(type)) return false;
        value = typeof(IDictionary).IsAssignableFrom(type)
            ? new ObjectDescriptor(type, new Keys(), static (_, map) => ((IDictionary)map).Keys, static _ => new Counted(new DictionaryIterator<IDictionary>()))
            : typeof(IList).IsAssignableFrom(type)
                ? new ObjectDescriptor(type, new Places(), static (_, _) => Array.Empty<object>(), static _ => new Counted(new EnumerableIterator<IEnumerable>()))
                : new ObjectDescriptor(type, new Nothing(), static (_, _) => Array.Empty<object>(), static _ => null!);
        return true;
    }

    private static void Check(string template, string path, object? value, int depth)
    {
        if (depth > MaxDepth) throw new ArgumentException($"the model of {template} goes deeper than {MaxDepth} at {path}", nameof(value));
        switch (value)
        {
            case null or string or bool or int or long or decimal or double:
                break;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                {
                    if (entry.Key is not string key) throw new ArgumentException($"the model of {template} has a key that is no text at {path}", nameof(value));
                    Check(template, $"{path}.{key}", entry.Value, depth + 1);
                }

                break;
            case IList list:
                for (var at = 0; at < list.Count; at++) Check(template, $"{path}[{at}]", list[at], depth + 1);
                break;
            default:
                throw new ArgumentException($"the model of {template} holds a {value.GetType()} at {path}: templates take dictionaries, lists, texts, numbers and booleans", nameof(value));
        }
    }

    private sealed class Keys : IMemberAccessor
    {
        public bool TryGetValue(object instance, ChainSegment memberName, out object? value)
        {
            var (map, key) = ((IDictionary)instance, memberName.TrimmedValue);
            value = null;
            if (!map.Contains(key)) return false;
            value = map[key];
            return true;
        }
    }

    private sealed class Places : IMemberAccessor
    {
        public bool TryGetValue(object instance, ChainSegment memberName, out object? value)
        {
            value = null;
            var list = (IList)instance;
            if (!int.TryParse(memberName.TrimmedValue, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var at) || at >= list.Count) return false;
            value = list[at];
            return true;
        }
    }

    private sealed class Nothing : IMemberAccessor
    {
        public bool TryGetValue(object instance, ChainSegment memberName, out object? value)
        {
            value = null;
            return false;
        }
    }

    /// <summary>Counts rounds, those that write nothing too.</summary>
    private sealed class Counted(IIterator inner) : IIterator
    {
        public void Iterate(
            in EncodedTextWriter writer, BindingContext context, ChainSegment[] blockParamsVariables, object input, TemplateDelegate template, TemplateDelegate ifEmpty)
        {
            var budget = RenderBudget.Running;
            inner.Iterate(writer, context, blockParamsVariables, input, Round, ifEmpty);

            void Round(EncodedTextWriter output, BindingContext round)
            {
                budget.Step();
                template(output, round);
            }
        }
    }
}
